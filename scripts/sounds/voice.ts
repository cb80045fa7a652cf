import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DebianTree } from '../../src/telephony/pbx/debian-tree.js';
import { runProgram } from '../../src/telephony/pbx/run-program.js';
import { readWav, type Sound } from '../../src/platform/audio/wav.js';
import type { PromptLanguage } from './phrases.js';

/** SVOX Pico's voices: one woman for each language, in the same manner. */
const VOICES: Record<PromptLanguage, string> = { fr: 'fr-FR', en: 'en-GB' };
const VOICE_DIRECTORY = '/usr/share/pico/lang/';

export type Speak = (text: string, language: PromptLanguage) => Promise<Sound>;

/**
 * Speaks with pico2wave out of `tree`. The program looks for its voices in a fixed place, which only root could fill: a copy of it is
 * given a relative path of no greater length, and runs where that leads to the tree's voices.
 */
export async function picoVoice(tree: DebianTree, scratch: string): Promise<Speak> {
  const copy = join(scratch, 'pico2wave');
  const { file, args } = tree.command('/usr/bin/pico2wave');
  const [libraryPath, libraries, program] = args;
  if (!libraryPath || !libraries || !program) throw new Error('The tree does not say how to run pico2wave.');
  await writeFile(copy, withRelativeVoices(await readFile(program)), { mode: 0o700 });
  return async (text, language) => {
    const wav = join(scratch, 'speech.wav');
    const spoken = await runProgram(file, [libraryPath, libraries, copy, `--lang=${VOICES[language]}`, `--wave=${wav}`, text], {
      cwd: join(tree.root, 'usr/share/pico'),
    });
    if (spoken.code !== 0) throw new Error(`pico2wave failed on "${text}": ${spoken.stderr}`);
    const sound = readWav(await readFile(wav));
    await rm(wav);
    return sound;
  };
}

/** pico2wave as it must be to find its voices where it runs, as `lang/`. */
export function withRelativeVoices(program: Buffer): Buffer {
  const at = program.indexOf(`${VOICE_DIRECTORY}\0`);
  if (at < 0) throw new Error('This pico2wave does not name its voice directory where it was expected.');
  const patched = Buffer.from(program);
  patched.fill(0, at, at + VOICE_DIRECTORY.length);
  patched.write('lang/', at, 'latin1');
  return patched;
}
