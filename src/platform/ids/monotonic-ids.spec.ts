import { expect, test } from '@jest/globals';

import { MonotonicIds } from './monotonic-ids.js';

test('ids grow, within a millisecond, over time and while the clock runs backwards', () => {
  let now = 1_769_850_000_000;
  const ids = new MonotonicIds({ now: () => now, at: () => ({ stop() {} }) });
  const made: string[] = [];
  for (const step of [0, 0, 0, 1, 0, -5_000, 0, 60_000]) {
    now += step;
    for (let count = 0; count < 500; count++) made.push(ids.next());
  }
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  expect(made.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
});
