import { expect, test } from '@jest/globals';

import { SignInThrottle } from './sign-in-throttle.js';

function atNine(): {
  throttle: SignInThrottle;
  pass: (seconds: number) => void;
  fail: (login?: string) => Promise<number>;
  succeed: () => Promise<number>;
} {
  let now = 0;
  const throttle = new SignInThrottle({ now: () => now, at: () => ({ stop() {} }) });
  const attempt = async (login: string, outcome: true | null): Promise<number> =>
    (await throttle.guard(login, '::1', async () => outcome)).waitSeconds;
  return {
    throttle,
    pass: (seconds) => void (now += seconds * 1000),
    fail: (login = 'alice') => attempt(login, null),
    succeed: () => attempt('alice', true),
  };
}

test('after five failures each further attempt waits twice as long, up to five minutes', async () => {
  const { fail, pass } = atNine();
  for (let count = 0; count < 5; count++) expect(await fail()).toBe(0);
  const waits: number[] = [];
  for (let count = 0; count < 11; count++) {
    const wait = await fail();
    waits.push(wait);
    pass(wait);
    await fail();
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test('a right password makes the failures before it forgotten', async () => {
  const { fail, succeed } = atNine();
  for (let count = 0; count < 4; count++) await fail();
  expect(await succeed()).toBe(0);
  for (let count = 0; count < 5; count++) expect(await fail()).toBe(0);
});

test('an address that tries many logins is slowed whatever the login', async () => {
  const { fail } = atNine();
  for (let count = 0; count < 50; count++) expect(await fail(`login ${count}`)).toBe(0);
  expect(await fail('yet another')).toBeGreaterThan(0);
});

test('a team behind one address, each of whom errs before the right password, is not slowed', async () => {
  const { throttle } = atNine();
  const attempt = async (login: string, outcome: true | null): Promise<number> =>
    (await throttle.guard(login, '10.0.0.1', async () => outcome)).waitSeconds;
  for (let agent = 0; agent < 100; agent++) {
    for (const outcome of [null, null, true] as const) expect(await attempt(`agent ${agent}`, outcome)).toBe(0);
  }
  for (let count = 0; count < 50; count++) await attempt(`guess ${count}`, null);
  expect(await attempt('agent 1', true)).toBeGreaterThan(0);
});

test('of many attempts sent together only some are looked at', async () => {
  const { fail } = atNine();
  const waits = await Promise.all(Array.from({ length: 100 }, () => fail()));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(20);
});

test('memory is bounded, whoever comes', async () => {
  const { throttle } = atNine();
  for (let count = 0; count < 12_000; count++) await throttle.guard(`login ${count}`, `address ${count}`, async () => null);
  expect((throttle as unknown as { failures: Map<string, unknown> }).failures.size).toBe(10_000);
});
