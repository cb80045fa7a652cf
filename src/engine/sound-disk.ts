import { access, mkdir, rm } from 'node:fs/promises';
import type { SoundFiles } from './sound-files.js';
import { describeStereo, writeStereo } from './stereo-file.js';

/** The disk that recordings and messages are kept on, for nobody else to read. */
export const SOUND_DISK: SoundFiles = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  has: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  writeStereo,
  describeStereo,
  remove: (path) => rm(path, { force: true }),
};
