import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { SilentLog } from '../../../test/support/silent-log.js';
import { Jobs } from './jobs.js';

const MINUTE = 60_000;
let log: SilentLog;
let jobs: Jobs;

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-03-29T00:58:30Z') });
  log = new SilentLog();
  jobs = new Jobs(log);
});
afterEach(async () => {
  await jobs.beforeApplicationShutdown();
  jest.useRealTimers();
});

test('a job runs every minute, also through the hour that the clocks skip', async () => {
  const ranAt: string[] = [];
  jobs.add({ name: 'look', cron: '* * * * *', run: async () => void ranAt.push(new Date().toISOString().slice(11, 16)) });
  await jest.advanceTimersByTimeAsync(2 * MINUTE);
  expect(ranAt).toEqual([]);
  jobs.start();
  await jest.advanceTimersByTimeAsync(3 * MINUTE);
  expect(ranAt).toEqual(['01:01', '01:02', '01:03']);
});

test('a run that fails is told, and the next one comes all the same', async () => {
  let runs = 0;
  const fail = async (): Promise<void> => {
    runs += 1;
    if (runs === 1) throw new Error('the database is away');
  };
  jobs.add({ name: 'move', cron: '* * * * *', run: fail });
  jobs.start();
  await jest.advanceTimersByTimeAsync(2 * MINUTE);
  expect(runs).toBe(2);
  expect(log.complaints).toEqual(['error: A job failed; its next run does what it left']);
});

test('a job that cannot wait runs as we start too, and once at a time', async () => {
  let runs = 0;
  let end: () => void = () => undefined;
  const long = (): Promise<void> => {
    runs += 1;
    return new Promise((resolve) => (end = resolve));
  };
  jobs.add({ name: 'move', cron: '* * * * *', atStart: true, run: long });
  expect(runs).toBe(0);
  jobs.start();
  await jest.advanceTimersByTimeAsync(MINUTE);
  expect(runs).toBe(1);
  end();
  await jest.advanceTimersByTimeAsync(MINUTE);
  expect(runs).toBe(2);
  end();
});

test('a run that takes long is not begun a second time, and a stop waits for its end', async () => {
  let begun = 0;
  let end: () => void = () => undefined;
  const long = (): Promise<void> => {
    begun += 1;
    return new Promise((resolve) => (end = resolve));
  };
  jobs.add({ name: 'sweep', cron: '* * * * *', run: long });
  jobs.start();
  await jest.advanceTimersByTimeAsync(3 * MINUTE);
  expect(begun).toBe(1);
  expect(log.complaints[0]).toMatch(/still running/);
  let stopped = false;
  const stop = jobs.beforeApplicationShutdown().then(() => (stopped = true));
  await jest.advanceTimersByTimeAsync(MINUTE);
  expect([begun, stopped]).toEqual([1, false]);
  end();
  await stop;
  expect(stopped).toBe(true);
});
