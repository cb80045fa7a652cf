import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeRecordingFile } from './recording-file.js';

const HEADER = Buffer.from('RIFF\0\0\0\0WAVEfmt, and so on: lengths are not known', 'latin1').subarray(0, 44);
const SECOND_OF_SOUND = Buffer.alloc(16_000, 7);

async function* pieces(...content: (Buffer | Error)[]): AsyncGenerator<Buffer> {
  for (const piece of content) {
    if (piece instanceof Error) throw piece;
    yield await Promise.resolve(piece);
  }
}

describe('A recording brought from the PBX', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guichet-recording-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('is there whole, with its length and checksum; a header that a dead PBX did not finish is finished', async () => {
    const path = join(directory, 'message.wav');
    const fetched = await writeRecordingFile(path, pieces(HEADER.subarray(0, 10), HEADER.subarray(10), SECOND_OF_SOUND));
    const file = await readFile(path);
    expect(fetched).toEqual({ bytes: 16_044, sha256: createHash('sha256').update(file).digest('hex'), seconds: 1 });
    expect([file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([16_036, 16_000]);
    expect(file.subarray(44).equals(SECOND_OF_SOUND)).toBe(true);
    expect(await readdir(directory)).toEqual(['message.wav']);
  });

  it('is not there at all when the line breaks in the middle, and an older one of that name stays', async () => {
    const path = join(directory, 'message.wav');
    const broken = (): AsyncGenerator<Buffer> => pieces(HEADER, SECOND_OF_SOUND, new Error('the line broke'));
    await expect(writeRecordingFile(path, broken())).rejects.toThrow('the line broke');
    expect(await readdir(directory)).toEqual([]);
    const older = await writeRecordingFile(path, pieces(HEADER, SECOND_OF_SOUND));
    await expect(writeRecordingFile(path, broken())).rejects.toThrow('the line broke');
    expect(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ).toBe(older?.sha256);
  });

  it('is none when nothing was said, and the fault of the disk is told as such', async () => {
    await expect(writeRecordingFile(join(directory, 'message.wav'), pieces(HEADER))).resolves.toBeNull();
    await expect(writeRecordingFile(join(directory, 'message.wav'), pieces())).resolves.toBeNull();
    expect(await readdir(directory)).toEqual([]);
    await expect(writeRecordingFile(join(directory, 'nowhere', 'message.wav'), pieces(HEADER))).rejects.toThrow('ENOENT');
  });
});
