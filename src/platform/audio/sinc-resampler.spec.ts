import { describe, expect, it } from '@jest/globals';

import { SincResampler } from './sinc-resampler.js';

const RATES = [4_000, 8_000, 11_025, 12_345, 16_000, 22_050, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000];

function tone(hz: number, rate: number, seconds = 1): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rate));
}

/** In pieces, as a long file is converted. */
function resampled(samples: Float32Array, from: number, to: number, piece = 1_000): Float32Array {
  const resampler = new SincResampler(from, to);
  const parts: Float32Array[] = [];
  for (let at = 0; at < samples.length; at += piece) parts.push(resampler.push(samples.subarray(at, at + piece)));
  parts.push(resampler.end());
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function decibels(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 1e-20) / samples.length);
}

/** Without the edges, where the tone begins and ends of a sudden. */
function middle(samples: Float32Array): Float32Array {
  return samples.subarray(samples.length * 0.1, samples.length * 0.9);
}

describe('A caller hears an uploaded sound as it was recorded', () => {
  it.each(RATES)('from %i Hz: as long, as loud and in time, to a thousandth', (rate) => {
    const output = resampled(tone(1_000, rate), rate, 8_000);
    expect(output).toHaveLength(8_000);
    const error = middle(Float32Array.from(output, (sample, n) => sample - 0.5 * Math.sin((2 * Math.PI * 1_000 * n) / 8_000)));
    expect(decibels(error)).toBeLessThan(-65);
  });

  it.each(RATES.filter((rate) => rate > 8_400))('from %i Hz: what no telephone can carry is gone, not folded back as a whistle', (rate) => {
    for (const hz of [4_050, 5_000, 7_900].filter((high) => high < rate / 2)) {
      expect(decibels(middle(resampled(tone(hz, rate), rate, 8_000)))).toBeLessThan(-70);
    }
  });

  it('what a telephone carries stays, to the edge', () => {
    for (const hz of [50, 300, 3_000, 3_450]) {
      expect(decibels(middle(resampled(tone(hz, 48_000), 48_000, 8_000)))).toBeCloseTo(decibels(tone(hz, 48_000)), 1);
    }
  });

  it('the pieces do not matter', () => {
    const samples = tone(700, 44_100, 0.2);
    const whole = resampled(samples, 44_100, 8_000, samples.length);
    for (const piece of [1, 7, 333]) expect(resampled(samples, 44_100, 8_000, piece)).toEqual(whole);
  });

  it.each([0, 1, 2, 5])('a sound of %i samples makes no trouble', (length) => {
    expect(resampled(new Float32Array(length).fill(0.1), 48_000, 8_000)).toHaveLength(Math.ceil(length / 6));
    expect(resampled(new Float32Array(length).fill(0.1), 4_000, 16_000)).toHaveLength(length * 4);
  });
});
