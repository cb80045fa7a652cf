import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { withRelativeVoices } from '../../scripts/sounds/voice.js';
import { labTree } from './lab-tree.js';

/** The path of a real pico2wave that runs out of the lab's tree as if it were installed. */
export async function picoProgram(folder: string): Promise<string> {
  const tree = await labTree();
  const { file, args } = tree.command('usr/bin/pico2wave');
  const [libraryPath = '', libraries = '', installed = ''] = args;
  const copy = join(folder, 'pico-with-relative-voices');
  writeFileSync(copy, withRelativeVoices(readFileSync(installed)));
  chmodSync(copy, 0o700);
  const program = join(folder, 'pico2wave');
  const words = [file, libraryPath, libraries, copy].map((word) => `'${word}'`).join(' ');
  writeFileSync(program, `#!/bin/sh\ncd '${join(tree.root, 'usr/share/pico')}' && exec ${words} "$@"\n`);
  chmodSync(program, 0o700);
  return program;
}
