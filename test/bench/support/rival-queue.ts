import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pbxLayout } from '../../../src/telephony/pbx/pbx-layout.js';
import { cli } from '../../../src/telephony/pbx/pbx-process.js';

/** A queue of Asterisk's own: what to dial for it, and its `retry` in seconds, null for the default (5). */
export interface RivalQueue {
  readonly name: string;
  readonly extension: string;
  readonly retrySeconds: number | null;
}

/** `retry` is how long a caller who found nobody free waits before the next look; 1 is the least that Asterisk takes. */
export const RIVALS: readonly RivalQueue[] = [
  { name: 'bench-retry-1', extension: '8001', retrySeconds: 1 },
  { name: 'bench-default', extension: '8005', retrySeconds: null },
];

/** What tables call it. */
export function rivalName({ retrySeconds }: RivalQueue): string {
  return `app_queue, retry ${String(retrySeconds ?? '5 (default)')}`;
}

/**
 * `app_queue` in the very Asterisk that carries Guichet, set as fast as it goes: several callers are tried at once (autofill), no wrap-up,
 * no announcements. Longest idle first and no second call for who talks, as with us.
 */
export class RivalQueues {
  private constructor(private readonly command: (command: string) => Promise<string>) {}

  /** Loads the module into the PBX of this data directory, and its extensions beside Guichet's. Asterisk forgets both when it ends. */
  static async load(dataDirectory: string): Promise<RivalQueues> {
    const layout = pbxLayout(dataDirectory);
    writeFileSync(join(layout.etc, 'queues.conf'), configuration());
    const rivals = new RivalQueues((command) => cli(layout, command));
    await rivals.expect('module load app_queue.so', /Loaded app_queue/);
    for (const { name, extension } of RIVALS) {
      const steps = ['Answer()', `Queue(${name})`, 'Hangup()'];
      for (const [index, step] of steps.entries()) {
        await rivals.expect(`dialplan add extension ${extension},${String(index + 1)},${step} into guichet-inbound`, /added|Extension/);
      }
    }
    return rivals;
  }

  /** These phones serve the queue from now on. */
  async join({ name }: RivalQueue, phones: readonly string[]): Promise<void> {
    for (const phone of phones) await this.expect(`queue add member PJSIP/${phone} to ${name}`, /Added interface/);
  }

  async leave({ name }: RivalQueue, phones: readonly string[]): Promise<void> {
    for (const phone of phones) await this.expect(`queue remove member PJSIP/${phone} from ${name}`, /Removed interface/);
  }

  async show({ name }: RivalQueue): Promise<string> {
    return this.command(`queue show ${name}`);
  }

  private async expect(command: string, answer: RegExp): Promise<void> {
    const said = await this.command(command);
    if (!answer.test(said)) throw new Error(`"${command}" was answered: ${said || 'nothing'}`);
  }
}

function configuration(): string {
  const queues = RIVALS.map(({ name, retrySeconds }) =>
    [
      `[${name}]`,
      'strategy = leastrecent',
      'timeout = 15',
      ...(retrySeconds === null ? [] : [`retry = ${String(retrySeconds)}`]),
      'wrapuptime = 0',
      'autofill = yes',
      'ringinuse = no',
      'joinempty = yes',
      'leavewhenempty = no',
      'musicclass = default',
      'announce-position = no',
      'announce-holdtime = no',
    ].join('\n'),
  );
  return ['[general]', 'persistentmembers = no', 'autofill = yes', ...queues, ''].join('\n');
}
