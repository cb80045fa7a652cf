import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { SystemClock } from './system-clock.js';

const HOUR = 3_600_000;

describe('A timer of the machine’s clock', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  function armed(seconds: number): { readonly clock: SystemClock; readonly rung: () => number } {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const clock = new SystemClock();
    let rung = 0;
    clock.at(clock.now() + seconds * 1_000, () => (rung += 1));
    return { clock, rung: () => rung };
  }

  it('rings once, when its time has come', () => {
    const { rung } = armed(30);
    jest.advanceTimersByTime(29_999);
    expect(rung()).toBe(0);
    jest.advanceTimersByTime(HOUR);
    expect(rung()).toBe(1);
  });

  it('rings after as long as it was to last, when the clock is set back an hour meanwhile', () => {
    const { clock, rung } = armed(30);
    jest.advanceTimersByTime(10_000);
    jest.setSystemTime(clock.now() - HOUR);
    jest.advanceTimersByTime(19_999);
    expect(rung()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(rung()).toBe(1);
  });

  it('is not early by the moment by which the clock was corrected', () => {
    const { clock, rung } = armed(30);
    jest.setSystemTime(clock.now() - 400);
    jest.advanceTimersByTime(30_000);
    expect(rung()).toBe(0);
    jest.advanceTimersByTime(400);
    expect(rung()).toBe(1);
  });

  it('rings after two months as well, which is longer than Node sleeps', () => {
    const { rung } = armed(60 * 24 * 3_600);
    jest.advanceTimersByTime(59 * 24 * HOUR);
    expect(rung()).toBe(0);
    jest.advanceTimersByTime(24 * HOUR);
    expect(rung()).toBe(1);
  });
});
