import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { SilentLog } from '../../test/support/silent-log.js';
import { watchPbx } from './watch-pbx.js';

type Found = 'running' | 'restarted' | 'stopped';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Looks for as long as `finds` says something, two seconds apart; answers what was logged. */
async function watching(finds: readonly Found[]): Promise<string[]> {
  const log = new SilentLog();
  const left = [...finds];
  const embedded = { ensureRunning: () => Promise.resolve(left.shift() ?? 'running') };
  const stop = watchPbx({ telephony: { ready: false }, embedded }, log as never);
  await jest.advanceTimersByTimeAsync(2_000 * finds.length + 100);
  stop();
  return log.complaints;
}

test('a PBX that crashed is started again, and the operator is told', async () => {
  expect(await watching(['restarted', 'running'])).toEqual(['warn: The embedded PBX was gone and has been started again']);
});

test('a PBX that an operator stopped is left alone, which is told once', async () => {
  expect(await watching(['stopped', 'stopped', 'stopped'])).toEqual([
    'warn: The embedded PBX was stopped with "npm run pbx -- stop"; the next start of Guichet starts it',
  ]);
});
