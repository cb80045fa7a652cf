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

test('ids go on after those of the last run although the clock was set back meanwhile', () => {
  let now = 1_769_850_000_000;
  const clock = { now: () => now, at: () => ({ stop() {} }) };
  const before = new MonotonicIds(clock);
  const last = [before.next(), before.next()].at(-1) ?? '';
  now -= 3_600_000;
  const after = new MonotonicIds(clock);
  after.continueAfter(last);
  const made = [after.next(), after.next()];
  expect([last, ...made].sort()).toEqual([last, ...made]);
  now += 7_200_000;
  expect(after.next() > (made[1] ?? '')).toBe(true);
});

test('nothing to go on after, or an id from elsewhere, changes nothing', () => {
  const ids = new MonotonicIds({ now: () => 1_769_850_000_000, at: () => ({ stop() {} }) });
  const first = ids.next();
  for (const id of [null, '', 'e-1', '01KG']) ids.continueAfter(id);
  expect(ids.next() > first).toBe(true);
  expect(ids.next().slice(0, 10)).toBe(first.slice(0, 10));
});
