import { describe, expect, it } from '@jest/globals';
import { runCallbackDays, type CallbackDaysReport } from './callback-days.js';
import { FIXED_CALLBACK_SEEDS } from './fixed-callback-seeds.js';

/** One at a time, one conversation each, in the order of arrival, within the hours, none forgotten: what the witnesses look for. */
function verdict({ seed, failure, command, trail }: CallbackDaysReport): string {
  if (failure === null) return 'right';
  return [`seed ${String(seed)}: ${failure}`, `again: ${command}`, ...trail.slice(-40)].join('\n');
}

describe('Days of calling back, with accidents', () => {
  it('ten thousand customers are each called back once, in turn, or told why not, and nobody is forgotten', async () => {
    expect(verdict(await runCallbackDays({ seed: 1, callbacks: 10_000 }))).toBe('right');
  }, 600_000);

  it.each(FIXED_CALLBACK_SEEDS)('seed $seed, where $showed', async ({ seed, callbacks }) => {
    expect(verdict(await runCallbackDays({ seed, callbacks }))).toBe('right');
  });

  it('the same seed is the same days, fact for fact', async () => {
    const [once, twice] = [await runCallbackDays({ seed: 7, callbacks: 60 }), await runCallbackDays({ seed: 7, callbacks: 60 })];
    expect(twice.digest).toBe(once.digest);
  });
});
