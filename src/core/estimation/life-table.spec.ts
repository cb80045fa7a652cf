import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CountingIds } from '../../../test/support/counting-ids.js';
import { LifeTable } from './life-table.js';
import type { SurvivalCurve } from './survival-curve.js';

function drawn(count: number, law: (chance: () => number) => number, seed = 5): LifeTable {
  const ids = new CountingIds(seed);
  const table = new LifeTable();
  for (let outcome = 0; outcome < count; outcome += 1)
    table.learn(
      law(() => ids.chance()),
      'ended',
    );
  return table;
}

function exponential(mean: number): (chance: () => number) => number {
  return (chance) => -mean * Math.log(1 - chance());
}

/** The mean of what is left, by evenly spread lots. */
function meanLeft(curve: SurvivalCurve, elapsed: number): number {
  const lots = Array.from({ length: 4000 }, (_, slice) => -Math.log1p(-(slice + 0.5) / 4000));
  return lots.reduce((sum, lot) => sum + curve.after(elapsed).seconds(lot), 0) / lots.length;
}

interface Team {
  readonly table: LifeTable;
  readonly underWay: readonly number[];
}

/** Forty agents who have talked without a break for so long, in conversations of three minutes on average. */
function teamOfForty(seed: number, seconds: number): Team {
  const ids = new CountingIds(seed);
  const talk = (): number => exponential(180)(() => ids.chance());
  const table = new LifeTable();
  const agents = Array.from({ length: 40 }, () => ({ began: 0, ends: talk() }));
  for (;;) {
    const first = agents.reduce((a, b) => (a.ends < b.ends ? a : b));
    if (first.ends > seconds) return { table, underWay: agents.map(({ began }) => seconds - began) };
    table.learn(first.ends - first.began, 'ended');
    first.began = first.ends;
    first.ends += talk();
  }
}

describe('Durations are learned whatever their law', () => {
  it('knows that the exponential law has no memory', () => {
    const curve = drawn(4000, exponential(180)).curve(null, []);
    expect(curve.memoryless).toBe(curve);
    expect(meanLeft(curve, 0) / 180).toBeCloseTo(1, 1);
    expect(meanLeft(curve, 400)).toBeCloseTo(meanLeft(curve, 0), 0);
  });

  it('knows that what always lasts two minutes is nearly over after 110 seconds', () => {
    const curve = drawn(500, () => 120).curve(null, []);
    expect(meanLeft(curve, 0) / 120).toBeCloseTo(1, 0.7);
    expect(meanLeft(curve, 110)).toBeLessThan(25);
  });

  it.each([105, 120, 127, 180])('is not short of what always lasts %i seconds', (always) => {
    const curve = drawn(2000, () => always).curve(null, []);
    expect(Math.abs(meanLeft(curve, 0) / always - 1)).toBeLessThan(0.01);
    expect(Math.abs(meanLeft(curve, always / 2) / (always / 2) - 1)).toBeLessThan(0.02);
  });

  it('adds nothing for chance where there is none, however few have ended', () => {
    expect(Math.abs(meanLeft(drawn(30, () => 120).curve(null, []), 0) / 120 - 1)).toBeLessThan(0.02);
  });

  it('knows that what may last very long, and has lasted long, lasts longer still', () => {
    const curve = drawn(3000, (chance) => (chance() < 0.8 ? 30 : 900) * (0.8 + 0.4 * chance())).curve(null, []);
    expect(meanLeft(curve, 100)).toBeGreaterThan(2 * meanLeft(curve, 0));
  });

  it('learns patience from those who were answered before they lost it', () => {
    const ids = new CountingIds(3);
    const table = new LifeTable();
    for (let caller = 0; caller < 5000; caller += 1) {
      const patience = exponential(300)(() => ids.chance());
      const answered = exponential(100)(() => ids.chance());
      table.learn(Math.min(patience, answered), patience < answered ? 'ended' : 'spared');
    }
    expect(meanLeft(table.curve(null, []), 0) / 300).toBeCloseTo(1, 0.7);
  });

  it.each([
    ['all of one kind', (chance: () => number) => exponential(150)(chance)],
    ['half of them hasty', (chance: () => number) => exponential(chance() < 0.5 ? 20 : 900)(chance)],
  ])('forgets no patience because most were answered first: %s', (_, patienceOf) => {
    const ids = new CountingIds(8);
    const chance = (): number => ids.chance();
    const table = new LifeTable();
    let least = Infinity;
    for (let caller = 0; caller < 6000; caller += 1) {
      const patience = patienceOf(chance);
      const answered = exponential(60)(chance);
      table.learn(Math.min(patience, answered), patience < answered ? 'ended' : 'spared');
      table.curve(null, []);
      if (caller > 1000) least = Math.min(least, table.evidence);
    }
    expect(least).toBeGreaterThan(200);
  });

  it.each([107.7, 120, 127.9, 180])('forgets nothing while everything lasts %f seconds', (always) => {
    const table = new LifeTable();
    for (let outcome = 0; outcome < 1500; outcome += 1) {
      const before = table.evidence;
      table.learn(always, 'ended');
      table.curve(null, []);
      expect(table.evidence).toBeGreaterThan(before);
    }
  });

  it('notices when patience halves though most are answered first', () => {
    const ids = new CountingIds(9);
    const table = new LifeTable();
    for (let caller = 0; caller < 6000; caller += 1) {
      const patience = exponential(caller < 5000 ? 300 : 60)(() => ids.chance());
      const answered = exponential(100)(() => ids.chance());
      table.learn(Math.min(patience, answered), patience < answered ? 'ended' : 'spared');
      table.curve(null, []);
    }
    expect(meanLeft(table.curve(null, []), 0)).toBeLessThan(90);
  });

  it('counts those under way while few have ended, who are the short ones', () => {
    const table = drawn(5, () => 20);
    expect(meanLeft(table.curve(null, [200, 200, 200]), 0)).toBeGreaterThan(3 * meanLeft(table.curve(null, []), 0));
  });

  it('follows within fifty conversations when they become twice as long', () => {
    const table = drawn(3000, exponential(100));
    table.curve(null, []);
    const ids = new CountingIds(11);
    for (let outcome = 0; outcome < 100; outcome += 1) {
      table.learn(
        exponential(100)(() => ids.chance()),
        'ended',
      );
    }
    for (let outcome = 0; outcome < 60; outcome += 1) {
      table.learn(
        exponential(250)(() => ids.chance()),
        'ended',
      );
      table.curve(null, []);
    }
    expect(meanLeft(table.curve(null, []), 0)).toBeGreaterThan(170);
  });

  it('counts those a great team talks to until as many long conversations have ended as short ones', () => {
    const teams = Array.from({ length: 20 }, (_, seed) => teamOfForty(seed, 900));
    const mean = (of: (team: Team) => number): number => teams.reduce((total, team) => total + of(team), 0) / teams.length;
    expect(mean(({ table }) => table.curve(null, []).mean)).toBeLessThan(0.87 * 180);
    expect(mean(({ table, underWay }) => new LifeTable(table.save()).curve(null, underWay).mean)).toBeGreaterThan(0.89 * 180);
  });

  it('says the same when saved and read again', () => {
    const table = drawn(700, exponential(90));
    const again = new LifeTable(JSON.parse(JSON.stringify(table.save())) as ReturnType<LifeTable['save']>);
    expect(meanLeft(again.curve(null, []), 50)).toBeCloseTo(meanLeft(table.curve(null, []), 50), 6);
  });
});

describe('No history makes nonsense', () => {
  it('what is left is never negative, and a larger lot is never a shorter time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 80 }),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        (outcomes, elapsed, lot, more) => {
          const table = new LifeTable();
          for (const [seconds, ended] of outcomes) table.learn(seconds, ended ? 'ended' : 'spared');
          const left = table.curve(null, []).after(elapsed);
          expect(left.seconds(lot)).toBeGreaterThanOrEqual(0);
          expect(left.seconds(lot + more)).toBeGreaterThanOrEqual(left.seconds(lot) * (1 - 1e-6) - 1e-6);
        },
      ),
    );
  });
});
