import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SOUND_DISK } from './sound-disk.js';

describe('the disk that recordings and messages are kept on', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-sounds-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);

  it('has them where nobody else on the machine may look', async () => {
    await SOUND_DISK.makeFolder(path('kept/deep'));
    await SOUND_DISK.makeFolder(path('kept/deep'));
    expect(statSync(path('kept/deep')).mode & 0o777).toBe(0o700);
  });

  it('has no trace of what was removed from it', async () => {
    writeFileSync(path('message.wav'), 'sound');
    await SOUND_DISK.remove(path('message.wav'));
    await SOUND_DISK.remove(path('other.wav'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('knows what is on it; what cannot be looked at is not', async () => {
    writeFileSync(path('message.wav'), 'sound');
    await expect(SOUND_DISK.has(path('message.wav'))).resolves.toBe(true);
    await expect(SOUND_DISK.has(path('other.wav'))).resolves.toBe(false);
    await expect(SOUND_DISK.has(path('message.wav/below.wav'))).resolves.toBe(false);
  });
});
