import { describe, expect, it } from '@jest/globals';
import { CountingIds } from '../../../test/support/counting-ids.js';
import { Shortfall } from './shortfall.js';

/** So many callers were told a hundred seconds, and waited that by the exponential law, times `longer`. */
function after(callers: number, longer: number, seed = 1, shortfall = new Shortfall()): Shortfall {
  const ids = new CountingIds(seed);
  for (let caller = 0; caller < callers; caller += 1) shortfall.learn(100, -100 * longer * Math.log(1 - ids.chance()));
  return shortfall;
}

describe('Callers who keep waiting longer than they are told', () => {
  it('are told longer waits, in time', () => {
    expect(after(700, 1.3).factor).toBe(1);
    expect(after(1_600, 1.3).factor).toBeGreaterThan(1.1);
    expect(after(1_600, 1.3).factor).toBeLessThan(1.3);
  });

  it('are not told what is luck: of a hundred houses where the estimate is right hardly one is told otherwise, and by hardly a hundredth', () => {
    const factors = Array.from({ length: 100 }, (_, house) => after(1_600, 1, house + 1).factor);
    expect(factors.filter((factor) => factor > 1).length).toBeLessThan(4);
    expect(Math.max(...factors)).toBeLessThan(1.02);
  });

  it('are not told less because others waited less: who gives up would have waited longest', () => {
    expect(after(1_600, 0.5).factor).toBe(1);
  });

  it('are told what is true again when the cause is gone', () => {
    expect(after(1_700, 1, 2, after(1_600, 1.5)).factor).toBeLessThan(1.02);
  });

  it('are never told more than a third longer, and the same after a restart', () => {
    const shortfall = after(1_650, 5);
    expect(shortfall.factor).toBe(1.3);
    expect(new Shortfall(shortfall.save()).factor).toBe(1.3);
  });

  it('who were told nothing but zeros spoil no figure', () => {
    const shortfall = new Shortfall();
    for (let caller = 0; caller < 1_600; caller += 1) shortfall.learn(0, 0);
    expect(shortfall.factor).toBe(1);
  });
});
