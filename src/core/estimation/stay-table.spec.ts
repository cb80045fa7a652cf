import { describe, expect, it } from '@jest/globals';
import { StayTable } from './stay-table.js';

const HOUR = 3600;

function tableOf(stays: readonly number[]): StayTable {
  const table = new StayTable();
  for (const seconds of stays) table.learn(seconds);
  return table;
}

/** The share of those who have stayed so long who stay so much longer. */
function staying(table: StayTable, elapsed: number, longer: number, underWay: readonly number[] = []): number {
  const curve = table.curve(underWay);
  return Math.exp(curve.riskUntil(elapsed) - curve.riskUntil(elapsed + longer));
}

describe('How long people stay away', () => {
  it('is an hour when it always was: hardly anybody is back before, hardly anybody later than a few minutes after', () => {
    const lunches = tableOf(Array.from({ length: 40 }, () => HOUR));
    expect(staying(lunches, 0, 0.9 * HOUR)).toBeGreaterThan(0.9);
    expect(staying(lunches, 0.9 * HOUR, 0.3 * HOUR)).toBeLessThan(0.1);
  });

  it('is longer than those who came back have it, when as many have not come back for half a day', () => {
    const shifts = tableOf(Array.from({ length: 10 }, () => HOUR));
    const atHome = Array.from({ length: 10 }, () => 12 * HOUR);
    expect(staying(shifts, 0, 2 * HOUR, atHome)).toBeGreaterThan(0.4);
    expect(staying(shifts, 0, 2 * HOUR)).toBeLessThan(0.1);
  });

  it('has no end when nobody has come back', () => {
    expect(staying(tableOf([]), 0, 1e9)).toBe(1);
  });

  it('leans on another law at ages that nobody of this kind has reached', () => {
    const coffees = tableOf(Array.from({ length: 40 }, () => 600)).curve([]);
    expect(tableOf([]).curve([], coffees).riskUntil(1000)).toBeCloseTo(coffees.riskUntil(1000), 5);
    // Each who is away for longer than that speaks against it.
    expect(tableOf([]).curve([2000, 2000, 2000, 2000], coffees).riskUntil(1000)).toBeLessThan(0.5 * coffees.riskUntil(1000));
  });

  it('follows a habit that changes', () => {
    const table = tableOf([...Array.from({ length: 1000 }, () => HOUR), ...Array.from({ length: 3000 }, () => 600)]);
    expect(staying(table, 0, 0.5 * HOUR)).toBeLessThan(0.1);
  });

  it('is the same after a restart', () => {
    const table = tableOf([100, 200, 5000]);
    const again = new StayTable(JSON.parse(JSON.stringify(table.save())) as ReturnType<StayTable['save']>);
    expect(again.curve([]).riskUntil(1000)).toBe(table.curve([]).riskUntil(1000));
  });
});
