import { describe, expect, it } from '@jest/globals';

import { waitToSay } from '../calls/announcements.js';
import { spokenWait, waitNotExceededBy, type WaitRange } from './spoken-wait.js';

/** A wait known to the second. */
const exactly = (seconds: number): WaitRange => ({ seconds, low: seconds, high: seconds });
/** A gamma law of this shape; the deciles of shape 1 (one ahead, exponential) and of shape 9 are tabled values over the mean. */
const WIDE_DECILES = { low: 0.1054, high: 2.3026 };
const NARROW_DECILES = { low: 0.6036, high: 1.4437 };
const spread = (seconds: number, { low, high }: typeof WIDE_DECILES): WaitRange => ({ seconds, low: seconds * low, high: seconds * high });

describe('the spoken wait', () => {
  it('is the next larger figure that a sentence exists for, from nothing to three hours', () => {
    const said = (minutes: number): string => spokenWait(exactly(minutes * 60), 0.7).sound;
    const table: [number, string][] = [
      [0, 'ewt-less-than-a-minute'],
      [0.9, 'ewt-less-than-a-minute'],
      [1, 'ewt-about-1-minutes'],
      [1.1, 'ewt-about-2-minutes'],
      [7.5, 'ewt-about-8-minutes'],
      [10, 'ewt-about-10-minutes'],
      [10.5, 'ewt-about-15-minutes'],
      [22, 'ewt-about-25-minutes'],
      [26, 'ewt-about-30-minutes'],
      [31, 'ewt-about-40-minutes'],
      [45, 'ewt-about-50-minutes'],
      [50.1, 'ewt-about-an-hour'],
      [60, 'ewt-about-an-hour'],
      [60.1, 'ewt-more-than-an-hour'],
      [180, 'ewt-more-than-an-hour'],
    ];
    expect(table.map(([minutes]) => [minutes, said(minutes)])).toEqual(table);
  });

  it('is a range where the wait may as well be a third of that, and never promises less than the figure it would have said', () => {
    expect(spokenWait(spread(600, WIDE_DECILES), 0.7).sound).toBe('ewt-less-than-15-minutes');
    expect(spokenWait(spread(900, WIDE_DECILES), 0.7).sound).toBe('ewt-between-5-and-20-minutes');
    expect(spokenWait(spread(900, NARROW_DECILES), 0.7).sound).toBe('ewt-about-20-minutes');
    for (let seconds = 0; seconds <= 3 * 3600; seconds += 10) {
      for (const deciles of [WIDE_DECILES, NARROW_DECILES]) {
        const wait = spread(seconds, deciles);
        expect(spokenWait(wait, 0.7).uptoSeconds).toBeGreaterThanOrEqual(waitNotExceededBy(0.7, wait));
      }
    }
  });

  it('keeps its promise to as many callers as set: the shares of an exponential and of a narrower wait are found again', () => {
    // Exponential: 70 % wait less than -ln 0.3 = 1.204 means; 90 % less than 2.303.
    expect(waitNotExceededBy(0.7, spread(1000, WIDE_DECILES))).toBeGreaterThan(1_130);
    expect(waitNotExceededBy(0.7, spread(1000, WIDE_DECILES))).toBeLessThan(1_280);
    expect(waitNotExceededBy(0.9, spread(1000, WIDE_DECILES))).toBeCloseTo(2_303, -1);
    // Gamma of shape 9: 70 % wait less than 1.139 means.
    expect(waitNotExceededBy(0.7, spread(1000, NARROW_DECILES))).toBeGreaterThan(1_120);
    expect(waitNotExceededBy(0.7, spread(1000, NARROW_DECILES))).toBeLessThan(1_160);
  });

  it('never sounds longer than before, unless the line truly grew', () => {
    const before = { uptoSeconds: 300, position: 3 };
    expect(waitToSay({ expected: exactly(500), position: 3 }, before, 0.7)).toBeNull();
    expect(waitToSay({ expected: exactly(500), position: 4 }, before, 0.7)?.sound).toBe('ewt-about-9-minutes');
    expect(waitToSay({ expected: exactly(290), position: 3 }, before, 0.7)?.sound).toBe('ewt-about-5-minutes');
    expect(waitToSay({ expected: null, position: 1 }, null, 0.7)).toBeNull();
  });
});
