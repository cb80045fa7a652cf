import { Worker } from 'node:worker_threads';

import type { ConversionAnswer } from './conversion-worker.js';
import type { TelephoneSound } from './telephone-sound.js';
import { WavFault } from './wav-fault.js';

/** Twenty times what the largest file needs on one core of an old server. */
const GIVE_UP_AFTER_MS = 120_000;

/** What the thread runs. In the tests this is TypeScript source, which a thread has to be taught to read. */
const PROGRAM = import.meta.url.endsWith('.ts')
  ? new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { register } from '${import.meta.resolve('tsx/esm/api')}';
        register();
        await import('${new URL('./conversion-worker.ts', import.meta.url).href}');
      `)}`,
    )
  : new URL('./conversion-worker.js', import.meta.url);

/**
 * Converts sounds in threads of their own, one after another: the process that answers callers goes on meanwhile, with one core less at
 * the worst, and memory is bounded by one conversion. A thread that crashes takes nothing with it but its own file.
 */
export class Conversions {
  private tail: Promise<unknown> = Promise.resolve();

  /** The sound of a WAV file. Rejects with `WavFault` when it is none. `file` is copied. */
  convert(file: Uint8Array): Promise<TelephoneSound> {
    const turn = this.tail.then(() => inThread(Uint8Array.from(file).buffer));
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}

async function inThread(file: ArrayBuffer): Promise<TelephoneSound> {
  const thread = new Worker(PROGRAM, {
    workerData: { file },
    transferList: [file],
    env: {},
    stdin: false,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<ConversionAnswer>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the conversion of a sound does not end')), GIVE_UP_AFTER_MS);
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`the conversion of a sound ended with ${code}`)));
    });
    if ('fault' in answer) throw new WavFault(answer.fault.code, answer.fault.message);
    if ('bug' in answer) throw new Error(`the conversion of a sound failed: ${answer.bug}`);
    return answer.sound;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
