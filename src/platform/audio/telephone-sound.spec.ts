import { describe, expect, it } from '@jest/globals';

import { toneWav } from '../../../test/support/sip/tone-wav.js';
import { toneSequence } from '../../../test/support/sip/tone-analysis.js';
import { wavFile, wavTone, type WavKind } from '../../../test/support/wav-files.js';
import { toAlaw, toUlaw } from './g711.js';
import { telephoneSound } from './telephone-sound.js';
import { readWav } from './wav.js';

function narrowBand(file: Buffer): Int16Array {
  return readWav(Buffer.from(telephoneSound(file).files['wav'] ?? [])).samples;
}

const kinds: WavKind[] = [
  ...[8, 12, 16, 20, 24, 32].map((bits) => ({ bits, sampleRate: 8_000 })),
  ...[32, 64].map((bits) => ({ encoding: 'float' as const, bits, sampleRate: 8_000 })),
  ...[1, 2, 3, 6, 8].map((channels) => ({ bits: 16, channels, sampleRate: 8_000 })),
  ...[4_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000].map((sampleRate) => ({ bits: 16, sampleRate })),
  ...[16, 20, 24].map((bits) => ({ bits, sampleRate: 48_000, channels: 2, extensible: true, chunks: true })),
  { encoding: 'float', bits: 32, sampleRate: 44_100, channels: 2, extensible: true },
];

describe('Whatever program an administrator recorded with', () => {
  it.each(kinds)('callers hear the same tone: %j', (kind) => {
    const samples = narrowBand(wavTone(kind));
    expect(Math.abs(samples.length - 4_000)).toBeLessThan(2);
    expect(toneSequence(samples).map(({ hz }) => hz)).toEqual([1_000]);
    const peak = samples.subarray(400, 3_600).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(Math.abs(peak - 16_384)).toBeLessThan(300);
  });

  it.each([
    ['u-law' as const, toUlaw],
    ['a-law' as const, toAlaw],
  ])('a file in %s is heard as it is, bit by bit', (encoding, encode) => {
    const bytes = encode(Int16Array.from({ length: 800 }, (_, n) => Math.round(9_000 * Math.sin(n / 5))));
    const file = wavFile({ encoding, bits: 8, sampleRate: 8_000 }, bytes.length, (n) => bytes[n] ?? 0);
    expect(telephoneSound(file).files[encoding.replace('-', '')]).toEqual(bytes);
  });

  it('channels are mixed in equal parts, and opposite ones cancel out', () => {
    const stereo = { bits: 16, channels: 2, sampleRate: 8_000 };
    expect(narrowBand(wavFile(stereo, 100, (_, channel) => (channel === 0 ? 0.5 : 0.1)))[50]).toBe(9_831);
    expect(narrowBand(wavFile(stereo, 100, (_, channel) => (channel === 0 ? 0.5 : -0.5)))[50]).toBeCloseTo(0, -1);
  });

  it('what is louder than full scale is cut off, not turned over', () => {
    const loud = wavFile({ encoding: 'float', bits: 32, sampleRate: 8_000 }, 100, (n) => (n < 50 ? 3 : -3));
    expect(new Set(narrowBand(loud))).toEqual(new Set([32_767, -32_768]));
    expect(telephoneSound(loud)).toMatchObject({ peakDbfs: 9.5, warnings: [{ code: 'clipped' }] });
  });

  it('wide-band callers hear more when the file holds more, and it is not made up when it does not', () => {
    const wide = telephoneSound(wavTone({ bits: 16, sampleRate: 48_000 }, 6_000)).files;
    expect([wide['wav']?.length, wide['sln16']?.length]).toEqual([44 + 8_000, 16_000]);
    expect(toneSequence(Int16Array.from(narrowBand(wavTone({ bits: 16, sampleRate: 48_000 }, 6_000))))).toEqual([]);
    expect(telephoneSound(wavTone({ bits: 16, sampleRate: 8_000 })).files['sln16']).toBeUndefined();
  });
});

describe('An administrator is told what callers would not hear well', () => {
  const pcm = { bits: 16, sampleRate: 8_000 };
  const tone = (size: number) => (n: number) => Math.max(-1, Math.min(1, size * Math.sin(n / 3)));

  it.each([
    ['nothing at all', wavFile(pcm, 8_000, () => 0), ['silent']],
    ['a whisper', wavFile(pcm, 8_000, tone(0.008)), ['too-quiet']],
    ['a voice that was too near the microphone', wavFile(pcm, 8_000, tone(2)), ['clipped']],
    ['a voice after a long pause', wavFile(pcm, 40_000, (n) => (n < 24_000 ? 0 : tone(0.3)(n))), ['begins-late']],
    ['a good recording with pauses', wavFile(pcm, 40_000, (n) => (n % 8_000 < 5_000 ? tone(0.3)(n) : 0)), []],
  ])('%s', (_what, file, codes) => {
    expect(telephoneSound(file).warnings.map(({ code }) => code)).toEqual(codes);
  });

  it('levels are those of the file, pauses apart', () => {
    const half = wavFile(pcm, 16_000, (n) => (n < 8_000 ? 0.5 * Math.sin(n / 3) : 0));
    expect(telephoneSound(half)).toMatchObject({ durationSeconds: 2, peakDbfs: -6, loudnessDbfs: -9 });
  });
});

describe('A file that is no sound is refused for what it is', () => {
  const good = toneWav([{ hz: 700, ms: 100 }]);
  const with16 = (at: number, value: number): Buffer => {
    const copy = Buffer.from(good);
    copy.writeUInt16LE(value, at);
    return copy;
  };
  const with32 = (at: number, value: number): Buffer => {
    const copy = Buffer.from(good);
    copy.writeUInt32LE(value, at);
    return copy;
  };

  it.each([
    ['empty-file', Buffer.alloc(0)],
    ['not-wav', Buffer.from('ID3 an MP3 file')],
    ['not-wav', Buffer.from('RIFX\0\0\0\0WAVE')],
    ['no-sound', good.subarray(0, 36)],
    ['no-sound', toneWav([])],
    ['truncated', good.subarray(0, good.length - 1)],
    ['truncated', with32(40, 0xffff_ffff)],
    ['bad-header', Buffer.concat([good.subarray(0, 12), good.subarray(36)])],
    ['bad-header', with16(32, 3)],
    ['unsupported-format', with16(20, 0x55)],
    ['unsupported-channels', with16(22, 0)],
    ['unsupported-channels', with16(22, 9)],
    ['unsupported-rate', with32(24, 0)],
    ['unsupported-rate', with32(24, 4_294_967_295)],
    ['unsupported-width', with16(34, 0)],
    ['unsupported-width', with16(34, 64)],
    ['bad-samples', wavFile({ encoding: 'float', bits: 32, sampleRate: 8_000 }, 10, () => NaN)],
    ['bad-samples', wavFile({ encoding: 'float', bits: 64, sampleRate: 8_000 }, 10, () => 1e300)],
    ['too-long', wavFile({ bits: 8, sampleRate: 4_000 }, 4_000 * 60 * 30 + 4_000, () => 0)],
  ])('%s', (code, file) => {
    expect(() => telephoneSound(file)).toThrow(expect.objectContaining({ name: 'WavFault', code }));
  });
});
