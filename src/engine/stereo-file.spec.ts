import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toneWav } from '../../test/support/sip/tone-wav.js';
import { describeStereo, writeStereo } from './stereo-file.js';

/** Samples of one channel of a stereo file. */
function channel(file: Buffer, side: 0 | 1): number[] {
  const samples: number[] = [];
  for (let at = 44 + 2 * side; at < file.length; at += 4) samples.push(file.readInt16LE(at));
  return samples;
}

function samplesOf(mono: Buffer): number[] {
  return Array.from({ length: (mono.length - 44) / 2 }, (_, index) => mono.readInt16LE(44 + 2 * index));
}

describe('a recording of two sides', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-stereo-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);

  it('has the caller left and the agent right, and the one who ended earlier is silent from then on', async () => {
    const [caller, agent] = [toneWav([{ hz: 400, ms: 9_000 }]), toneWav([{ hz: 700, ms: 5_000 }])];
    writeFileSync(path('caller.wav'), caller);
    writeFileSync(path('agent.wav'), agent);
    const written = await writeStereo(path('caller.wav'), path('agent.wav'), path('both.wav'));
    const file = readFileSync(path('both.wav'));
    expect(written).toEqual({ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex'), seconds: 9 });
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect([file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(32), file.readUInt16LE(34)]).toEqual([2, 8_000, 4, 16]);
    expect(channel(file, 0)).toEqual(samplesOf(caller));
    expect(channel(file, 1)).toEqual([...samplesOf(agent), ...Array.from({ length: 4 * 8_000 }, () => 0)]);
    await expect(describeStereo(path('both.wav'))).resolves.toEqual(written);
  });

  it('is whole with one side missing', async () => {
    writeFileSync(path('agent.wav'), toneWav([{ hz: 700, ms: 100 }]));
    await expect(writeStereo(null, path('agent.wav'), path('both.wav'))).resolves.toMatchObject({ seconds: 0.1 });
    expect(channel(readFileSync(path('both.wav')), 0).every((sample) => sample === 0)).toBe(true);
  });

  it('is there whole or not at all', async () => {
    writeFileSync(path('caller.wav'), toneWav([{ hz: 400, ms: 100 }]));
    await expect(writeStereo(path('caller.wav'), path('missing.wav'), path('both.wav'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual(['caller.wav']);
    await expect(describeStereo(path('both.wav'))).resolves.toBeNull();
  });
});
