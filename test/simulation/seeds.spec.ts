import { describe, expect, it } from '@jest/globals';
import { runDay, type DayReport } from './day.js';
import { FIXED_SEEDS } from './fixed-seeds.js';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const CALLS = 80;

/** What to read first: what is wrong, how to see it again, what led there. */
function verdict({ seed, failure, command, trail }: DayReport): string {
  if (failure === null) return 'right';
  return [`seed ${String(seed)}: ${failure}`, `again: ${command}`, ...trail.slice(-40)].join('\n');
}

describe('Days of traffic with accidents', () => {
  it.each(SEEDS)('everybody is served or told, nothing is left behind: seed %i', async (seed) => {
    expect(verdict(await runDay({ seed, calls: CALLS }))).toBe('right');
  });

  it.each(FIXED_SEEDS)('seed $seed, where $showed', async ({ seed, calls }) => {
    expect(verdict(await runDay({ seed, calls }))).toBe('right');
  });

  it('the same seed is the same day, fact for fact, and another seed is another', async () => {
    const [once, twice, other] = [
      await runDay({ seed: 7, calls: 300 }),
      await runDay({ seed: 7, calls: 300 }),
      await runDay({ seed: 8, calls: 300 }),
    ];
    expect(twice.digest).toBe(once.digest);
    expect(other.digest).not.toBe(once.digest);
  });

  it('the days between them hold every accident and nearly every ending', async () => {
    const accidents = new Set<string>();
    const endings = new Set<string>();
    let quiet = 0;
    for (const seed of SEEDS.slice(0, 30)) {
      const report = await runDay({ seed, calls: CALLS });
      for (const accident of Object.keys(report.accidents)) accidents.add(accident);
      for (const ending of Object.keys(report.endings)) endings.add(ending);
      quiet += report.quietMoments;
    }
    expect([...accidents].sort()).toEqual([
      ...['database', 'disk of the PBX', 'files removed', 'kill', 'kill in a decision', 'line', 'no taps', 'our disk', 'pbx'],
    ]);
    const ways = ['answered', 'abandoned', 'closed', 'deterred', 'rerouted', 'callback', 'voicemail', 'self-served', 'lost'];
    expect([...endings]).toEqual(expect.arrayContaining(ways));
    expect(quiet).toBeGreaterThan(100);
  });
});
