import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, isAbsolute, join } from 'node:path';

type Language = 'fr' | 'en';

/** A program that speaks: how it is told what to say. Text never becomes an option, and no shell sees it. */
interface Speaker {
  readonly name: string;
  readonly program: RegExp;
  /** The first is the usual one. */
  readonly voices: Readonly<Record<Language, readonly string[]>>;
  readonly order: (text: string, voice: string, wav: string) => { readonly args: string[]; readonly input: string };
}

const SPEAKERS: readonly Speaker[] = [
  {
    name: 'pico2wave',
    program: /^pico2wave/,
    voices: { fr: ['fr-FR'], en: ['en-GB', 'en-US'] },
    // A space in front keeps a text that begins with a dash from being an option; what is in angle brackets would be taken for orders.
    order: (text, voice, wav) => ({ args: [`--lang=${voice}`, `--wave=${wav}`, ` ${text.replace(/[<>]/g, ' ')}`], input: '' }),
  },
  {
    name: 'espeak',
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

/** Who would speak: two texts sound alike only when the same voice of the same program spoke them. */
export interface Voice {
  readonly program: string;
  readonly voice: string;
}

/** Speaks with a program of this machine, one text after another: each may keep a core busy. */
export class Synthesiser {
  private tail: Promise<unknown> = Promise.resolve();

  /**
   * `program` is a path, or a name to be looked up; null: whichever of those we know is there. A program that takes longer than
   * `giveUpAfterMs` is ended. `scratch` is where it writes meanwhile.
   */
  constructor(
    private readonly program: string | null,
    private readonly giveUpAfterMs = GIVE_UP_AFTER_MS,
    private readonly scratch = tmpdir(),
  ) {}

  /** The usual voice of the language, looked up anew; null when no program is installed. */
  voiceOf(language: Language): Voice | null {
    const found = this.found();
    return found === null ? null : usualVoice(found.speaker, language);
  }

  /** `voice` null is the usual one of the language. */
  say(text: string, language: Language, voice: string | null): Promise<Speech> {
    const turn = this.tail.then(() => this.speak(text, language, voice));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async speak(text: string, language: Language, voice: string | null): Promise<Speech> {
    const found = this.found();
    if (found === null) return { kind: 'no-program' };
    const { path, speaker } = found;
    const voices = speaker.voices[language];
    const chosen = voice ?? voices[0] ?? '';
    if (!voices.includes(chosen)) return { kind: 'unknown-voice', voices };
    let scratch: string | null = null;
    try {
      await mkdir(this.scratch, { recursive: true, mode: 0o700 });
      scratch = await mkdtemp(join(this.scratch, 'guichet-speech-'));
      const wav = join(scratch, 'speech.wav');
      const { args, input } = speaker.order(text, chosen, wav);
      const why = await run(path, args, input, this.giveUpAfterMs);
      if (why !== null) return { kind: 'failed', why };
      if ((await stat(wav)).size > LARGEST_WAV_BYTES) return { kind: 'failed', why: 'the sound is too long' };
      return { kind: 'spoken', wav: await readFile(wav) };
    } catch (fault) {
      return { kind: 'failed', why: String(fault) };
    } finally {
      if (scratch !== null) await rm(scratch, { recursive: true, force: true });
    }
  }

  private found(): { readonly path: string; readonly speaker: Speaker } | null {
    for (const program of this.program === null ? USUAL_PROGRAMS : [this.program]) {
      const speaker = SPEAKERS.find((one) => one.program.test(basename(program)));
      const path = placesOf(program).find(isExecutable);
      if (path !== undefined && speaker !== undefined) return { path, speaker };
    }
    return null;
  }
}

/** The usual voices of all programs that we know, installed or not. */
export function everyVoice(language: Language): Voice[] {
  return SPEAKERS.map((speaker) => usualVoice(speaker, language));
}

function usualVoice({ name, voices }: Speaker, language: Language): Voice {
  return { program: name, voice: voices[language][0] ?? '' };
}

function placesOf(program: string): string[] {
  if (program.includes('/')) return [program];
  const places = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return places.map((place) => join(place, program));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next place is looked at.
    return false;
  }
}

/** Null when it ended well, else why not. */
function run(file: string, args: readonly string[], input: string, giveUpAfterMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    // None of our secrets is in its environment.
    const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8' };
    const child = spawn(file, args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
    // Not left to `spawn`, whose own timer outlives a program that could not be started.
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      // What it started itself may live on, and hold its streams open.
      settle(`it did not end within ${giveUpAfterMs / 1_000} s`);
    }, giveUpAfterMs);
    const settle = (why: string | null): void => {
      clearTimeout(timer);
      resolve(why);
    };
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told = (told + text).slice(-500)));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (fault) => settle(fault.message));
    child.once('close', (code, signal) => settle(code === 0 ? null : `it ended with ${signal ?? code ?? 'nothing'}: ${told.trim()}`));
  });
}
