import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debianTree, type DebianTree } from './debian-tree.js';
import { toAlaw, toUlaw } from '../../platform/audio/g711.js';
import { readWav } from '../../platform/audio/wav.js';

/** Where the tree keeps the music that callers hear while they wait. */
export const MUSIC = 'usr/share/asterisk/moh';

/** Asterisk 22 with music, ready to run. */
export async function asteriskTree(report: (line: string) => void): Promise<DebianTree> {
  return await debianTree(
    { name: 'asterisk-22', packages: ['asterisk', 'asterisk-moh-opsound-wav'], prepare: storeMusicInPhoneCodecs, version: 1 },
    report,
  );
}

/** 500 callers on WAV music cost a whole core of transcoding; on music stored in their own codec, next to nothing. */
async function storeMusicInPhoneCodecs(root: string): Promise<void> {
  const directory = join(root, MUSIC);
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.wav')) continue;
    const { samples } = readWav(await readFile(join(directory, name)));
    const stem = join(directory, name.slice(0, -'.wav'.length));
    await writeFile(`${stem}.ulaw`, toUlaw(samples));
    await writeFile(`${stem}.alaw`, toAlaw(samples));
  }
}
