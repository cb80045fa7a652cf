import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { Decimals } from './decimals.js';

class Price {
  @Decimals(4)
  profit!: unknown;
}

const isPrice = (profit: unknown): boolean => validateSync(Object.assign(new Price(), { profit })).length === 0;

describe('An amount with four decimals at most', () => {
  it('is taken as people write it', () => {
    for (const amount of [0, -0, 49.9, -0.0001, 1_000_000.1234, 1e6]) expect([amount, isPrice(amount)]).toEqual([amount, true]);
  });

  it('is refused when finer, however it is written, and when it is no number', () => {
    for (const other of [0.00001, 1e-7, -6e-323, NaN, Infinity, '1', null, {}]) expect([other, isPrice(other)]).toEqual([other, false]);
  });
});
