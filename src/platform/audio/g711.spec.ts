import { describe, expect, it } from '@jest/globals';
import { fromAlaw, fromUlaw, toAlaw, toUlaw } from './g711.js';

const every16BitSample = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);

describe('G.711', () => {
  it('encodes the reference points of the recommendation', () => {
    expect([...toUlaw(Int16Array.of(0, -1, 32_767, -32_768, 1000, -1000))]).toEqual([0xff, 0x7f, 0x80, 0x00, 0xce, 0x4e]);
    expect([...toAlaw(Int16Array.of(0, -1, 32_767, -32_768, 1000, -1000))]).toEqual([0xd5, 0x55, 0xaa, 0x2a, 0xfa, 0x7a]);
  });

  it('gives each code back unchanged when it is decoded and encoded again', () => {
    for (let code = 0; code < 256; code += 1) {
      expect(toAlaw(Int16Array.of(fromAlaw(code)))[0]).toBe(code);
      // μ-law has two codes for zero; the negative one is never produced by a sample of zero.
      if (code !== 0x7f) expect(toUlaw(Int16Array.of(fromUlaw(code)))[0]).toBe(code);
    }
  });

  it('stays within half a step of every sample', () => {
    const tooFar = (decoded: number, sample: number): boolean => Math.abs(decoded - sample) > Math.max(16, Math.abs(sample) / 27);
    const ulaw = toUlaw(every16BitSample);
    const alaw = toAlaw(every16BitSample);
    expect(every16BitSample.filter((sample, index) => tooFar(fromUlaw(ulaw[index] ?? 0), sample))).toHaveLength(0);
    expect(every16BitSample.filter((sample, index) => tooFar(fromAlaw(alaw[index] ?? 0), sample))).toHaveLength(0);
  });
});
