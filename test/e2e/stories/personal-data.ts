import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from '@jest/globals';

import type { CallbackRecord } from '../../../src/core/callbacks/callback-record.js';
import { brandId, type CampaignId, type QueueId } from '../../../src/core/kernel/ids.js';
import { Database } from '../../../src/platform/database/database.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { arrived, callOf, ended, entryOf, NINE } from '../../support/journal-entries.js';
import { leaveMessage } from '../../support/messages.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const ASKED = '+33612345678';
const OTHER = '+33687654321';
const HER = encodeURIComponent(ASKED);
const CALLBACK: Omit<CallbackRecord, 'callId'> = {
  callbackId: '01JCALLBACK',
  ...{ campaignId: brandId<CampaignId>('01JCAMPAIGN'), queueId: brandId<QueueId>('01JQUEUE'), number: ASKED },
  ...{ requestedAt: NINE, arrivedAt: NINE, queuedAt: NINE, notBefore: null, expiresAt: NINE + 1e12 },
  ...{ did: null, state: 'waiting', attempts: 0, forAgentId: null, agentId: null, attemptCallId: null },
};

export const PERSONAL_DATA: Story = {
  title: 'What is kept about a telephone number',
  tell: (lab) => {
    const write = (...entries: Parameters<JournalService['write']>[0][number][]) => lab().app.get(JournalService).write(entries);
    const soundOf = (id: string): string => join(lab().configuration.dataDirectory, 'voicemails', `${id}.wav`);
    const erase = (number: string) => lab().delete(`/personal-data?number=${number}`);

    beforeAll(async () => {
      const mine = callOf('call-mine', { caller: ASKED });
      const theirs = callOf('theirs', { caller: OTHER });
      const callback = { ...CALLBACK, callId: theirs.callId };
      await write(
        arrived(mine),
        entryOf({ type: 'keys-pressed', callId: mine.callId, purpose: 'contract', keys: '998877#' }),
        entryOf({ type: 'keys-pressed', callId: mine.callId, purpose: 'menu', keys: '1' }),
        ended(mine, 'voicemail', NINE + 60_000),
        arrived(theirs),
        entryOf({ type: 'keys-pressed', callId: theirs.callId, purpose: 'callback-number', keys: '0612345678#' }),
        entryOf({ type: 'callback-requested', callId: theirs.callId, agentId: null, callback }),
        ended(theirs, 'callback', NINE + 90_000),
      );
      await leaveMessage(lab(), 'mine', { queueId: '01JQUEUE', caller: ASKED });
      await leaveMessage(lab(), 'other', { queueId: '01JQUEUE', caller: OTHER });
      await lab().made('/agents', { login: 'reachable', phone: { kind: 'number', number: '+33699000001' } });
    });

    test('an administrator gets all of it as one document, however the number is written', async () => {
      const { status, body } = await lab().get('/personal-data?number=06%2012%2034%2056%2078');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        number: ASKED,
        data: {
          calls: [{ id: 'call-mine', caller: ASKED, timeline: expect.arrayContaining([expect.objectContaining({ keys: '998877#' })]) }],
          voicemails: [{ id: 'mine', caller: ASKED, audio: '/api/v1/voicemails/mine/audio' }],
          callbacks: [{ id: '01JCALLBACK', number: ASKED }],
        },
      });
      expect(JSON.stringify(body)).not.toContain(OTHER);
    });

    test('a number that never called has nothing; what is no number is refused', async () => {
      const none = (await lab().get('/personal-data?number=%2B33611111111')).body;
      expect(none['data']).toEqual(expect.objectContaining({ calls: [], voicemails: [], callbacks: [] }));
      expect(Object.values(none['data'] as Body).flat()).toEqual([]);
      for (const number of ['100', 'nobody%25']) expect((await erase(number)).body).toMatchObject({ status: 422, code: 'not-a-number' });
      expect((await lab().get('/personal-data')).status).toBe(400);
    });

    test('while a call of the number goes on nothing is erased', async () => {
      const now = callOf('now', { caller: ASKED });
      await write(arrived(now));
      expect((await erase(HER)).body).toMatchObject({ status: 409, code: 'number-on-the-line' });
      await write(ended(now, 'abandoned', NINE + 120_000));
      lab().desk.view = { queues: [], agents: [], calls: [{ caller: ASKED } as never] };
      expect((await erase(HER)).body).toMatchObject({ status: 409, code: 'number-on-the-line' });
      lab().desk.view = null;
      expect(existsSync(soundOf('mine'))).toBe(true);
    });

    test('erased, messages go with their sound, a callback is cancelled, and calls are counted as before but nobody’s', async () => {
      const before = (await lab().get('/calls')).body['total'] as number;
      const cancelled: string[] = [];
      lab().desk.cancelCallback = (...[id]: unknown[]) => {
        cancelled.push(String(id));
        const callback = { ...CALLBACK, callId: callOf('theirs').callId };
        const told = { callId: callback.callId, agentId: null, callback: { ...callback, state: 'cancelled' as const } };
        void write(entryOf({ type: 'callback-cancelled', ...told }));
      };
      const { status, body } = await erase(HER);
      expect([status, body['number']]).toEqual([200, '+336******78']);
      expect(body['erased']).toMatchObject({ calls: 2, voicemails: 1, callbacks: 1 });
      expect(body['erased'].journalEntries).toBeGreaterThan(5);
      expect(cancelled).toEqual(['01JCALLBACK']);
      expect([existsSync(soundOf('mine')), existsSync(soundOf('other'))]).toEqual([false, true]);
      expect((await lab().get('/voicemails/mine')).status).toBe(404);
      expect((await lab().get('/callbacks/01JCALLBACK')).status).toBe(404);
      expect((await lab().get('/calls')).body['total']).toBe(before);
      const { body: call } = await lab().get('/calls/call-mine');
      expect(call).toMatchObject({ caller: null, ending: { how: 'voicemail' } });
      expect((call['timeline'] as Body[]).flatMap(({ keys }) => (keys === undefined ? [] : [String(keys)]))).toEqual(['•••', '1']);
      expect((await lab().get('/calls/theirs')).body).toMatchObject({ caller: OTHER });
    });

    test('nothing of the number is left in any table, the audit trail included, which says that it was done', async () => {
      const entities = lab().app.get(Database).source.entityMetadatas;
      for (const { tableName } of entities) {
        const rows = await lab().app.get(Database).source.query(`SELECT * FROM ${tableName}`);
        expect([tableName, JSON.stringify(rows).includes('612345678')]).toEqual([tableName, false]);
      }
      const trail = (await lab().get('/audit?resource=personal-data')).body['items'] as Body[];
      expect(trail[0]).toMatchObject({ by: 'admin', path: '/personal-data', outcome: 'done', changes: null });
    });

    test('erased again, there is nothing left to erase', async () => {
      const { erased } = (await erase(HER)).body as { erased: Record<string, number> };
      expect(Object.values(erased)).toEqual(Object.values(erased).map(() => 0));
    });

    test('what administrators wrote down about the number is masked where it was kept of their requests', async () => {
      const phone = { kind: 'number', number: ASKED };
      const { id } = await lab().made('/agents', { login: 'moonlighter', phone });
      await lab().delete(`/agents/${String(id)}`);
      expect((await erase(HER)).body['erased']).toMatchObject({ auditEntries: 1 });
      const [entry] = (await lab().get(`/audit?resource=agents&resourceId=${String(id)}`)).body['items'].slice(-1) as Body[];
      expect(entry?.['changes']).toMatchObject({ login: 'moonlighter', phone: { number: '•••' } });
    });
  },
};
