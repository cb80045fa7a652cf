import { expect, test } from '@jest/globals';

import { StoreAway } from '../../core/ports/journal-store.js';
import type { Database } from '../../platform/database/database.js';
import { arrived, callOf } from '../../../test/support/journal-entries.js';
import { JournalService } from './journal.service.js';

function rejection(fault: Error): Promise<unknown> {
  const database = { unaccompanied: () => Promise.reject(fault) } as unknown as Database;
  return new JournalService({} as never, database).write([arrived(callOf('one'))]).catch((error: unknown) => error);
}

test.each([
  ['a server that is not there', { code: 'ECONNREFUSED' }],
  ['a connection that is over', { fatal: true }],
  ['a race that was lost every time', { code: 'ER_LOCK_DEADLOCK' }],
  ['a table that an upgrade takes away for a moment', { driverError: { code: 'ER_NO_SUCH_TABLE' } }],
  ['a full disk', { code: 'SQLITE_FULL' }],
])('the journal waits for the end of %s', async (_what, marks) => {
  expect(await rejection(Object.assign(new Error(), marks))).toBeInstanceOf(StoreAway);
});

test('an entry that does not fit is told from a database that is away', async () => {
  const fault = Object.assign(new Error('Data too long for column'), { code: 'ER_DATA_TOO_LONG' });
  expect(await rejection(fault)).toBe(fault);
});
