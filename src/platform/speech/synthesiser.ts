import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, isAbsolute, join } from 'node:path';

type Language = 'fr' | 'en';

/** A program that speaks: how it is told what to say. Text never becomes an option, and no shell sees it. */
interface Speaker {
  readonly program: RegExp;
  /** The first is the usual one. */
  readonly voices: Readonly<Record<Language, readonly string[]>>;
  readonly order: (text: string, voice: string, wav: string) => { readonly args: string[]; readonly input: string };
}

const SPEAKERS: readonly Speaker[] = [
  {
    program: /^pico2wave/,
    voices: { fr: ['fr-FR'], en: ['en-GB', 'en-US'] },
    // A space in front keeps a text that begins with a dash from being an option; what is in angle brackets would be taken for orders.
    order: (text, voice, wav) => ({ args: [`--lang=${voice}`, `--wave=${wav}`, ` ${text.replace(/[<>]/g, ' ')}`], input: '' }),
  },
  {
    program: /^espeak/,
    voices: { fr: ['fr-fr', 'fr-be', 'fr-ch'], en: ['en-gb', 'en-us'] },
    order: (text, voice, wav) => ({ args: ['-v', voice, '-w', wav, '--stdin'], input: text }),
  },
];

const USUAL_PROGRAMS = ['pico2wave', 'espeak-ng'];
const GIVE_UP_AFTER_MS = 60_000;
const LARGEST_WAV_BYTES = 100 * 1024 * 1024;

/** What came of it. `no-program`: there is none on this machine; `failed`: it was started and made no sound, for the reason given. */
export type Speech =
  | { readonly kind: 'spoken'; readonly wav: Buffer }
  | { readonly kind: 'no-program' }
  | { readonly kind: 'unknown-voice'; readonly voices: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string };

/** Speaks with a program of this machine, one text after another: each may keep a core busy. */
export class Synthesiser {
  private tail: Promise<unknown> = Promise.resolve();

  /** `program` is a path, or a name to be looked up; null: whichever of those we know is there. */
  constructor(
    private readonly program: string | null,
    private readonly searchPath: string = process.env['PATH'] ?? '',
  ) {}

  /** `voice` null is the usual one of the language. */
  say(text: string, language: Language, voice: string | null): Promise<Speech> {
    const turn = this.tail.then(() => this.speak(text, language, voice));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async speak(text: string, language: Language, voice: string | null): Promise<Speech> {
    const path = await this.found();
    const speaker = path === null ? undefined : SPEAKERS.find(({ program }) => program.test(basename(path)));
    if (path === null || speaker === undefined) return { kind: 'no-program' };
    const voices = speaker.voices[language];
    const chosen = voice ?? voices[0] ?? '';
    if (!voices.includes(chosen)) return { kind: 'unknown-voice', voices };
    const scratch = await mkdtemp(join(tmpdir(), 'guichet-speech-'));
    try {
      const wav = join(scratch, 'speech.wav');
      const { args, input } = speaker.order(text, chosen, wav);
      const why = await run(path, args, input);
      if (why !== null) return { kind: 'failed', why };
      if ((await stat(wav)).size > LARGEST_WAV_BYTES) return { kind: 'failed', why: 'the sound is too long' };
      return { kind: 'spoken', wav: await readFile(wav) };
    } catch (fault) {
      return { kind: 'failed', why: String(fault) };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private async found(): Promise<string | null> {
    for (const program of this.program === null ? USUAL_PROGRAMS : [this.program]) {
      const places = program.includes('/')
        ? [program]
        : this.searchPath
            .split(delimiter)
            .filter(isAbsolute)
            .map((place) => join(place, program));
      for (const place of places) if (await isExecutable(place)) return place;
    }
    return null;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next place is looked at.
    return false;
  }
}

/** Null when it ended well, else why not. */
function run(file: string, args: readonly string[], input: string): Promise<string | null> {
  return new Promise((resolve) => {
    // None of our secrets is in its environment.
    const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8' };
    const child = spawn(file, args, { env, stdio: ['pipe', 'ignore', 'pipe'], timeout: GIVE_UP_AFTER_MS, killSignal: 'SIGKILL' });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told = (told + text).slice(-500)));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (fault) => resolve(fault.message));
    child.once('close', (code, signal) => resolve(code === 0 ? null : `it ended with ${signal ?? code ?? 'nothing'}: ${told.trim()}`));
  });
}
