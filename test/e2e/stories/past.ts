import { beforeAll, expect, test } from '@jest/globals';

import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { agentState, arrived, callOf, ended, entryOf, NINE } from '../../support/journal-entries.js';
import { brandId, type CampaignId, type QueueId } from '../../../src/core/kernel/ids.js';
import { leaveMessage } from '../../support/messages.js';
import type { Story } from './story.js';

export const PAST: Story = {
  title: 'What happened to calls',
  tell: (lab) => {
    const sales = brandId<CampaignId>('01JSALES');
    const queued = { phase: 'waiting', queuedAt: NINE + 5_000, queueId: brandId<QueueId>('01JQUEUE') };

    beforeAll(async () => {
      const journal = lab().app.get(JournalService);
      const one = callOf('one', { campaignId: sales, ...queued });
      const two = callOf('two', { arrivedAt: NINE + 60_000, caller: null });
      await journal.write([
        arrived(callOf('one', { campaignId: sales })),
        entryOf({ type: 'sound-played', callId: one.callId, purpose: 'welcome', seconds: 4, end: 'played' }, NINE + 4_000),
        ended(one, 'abandoned', NINE + 17_400),
        arrived(two),
      ]);
    });

    test('a supervisor lists calls, the latest first, with how they ended', async () => {
      const { body } = await lab().get('/calls');
      expect(body['items']).toEqual([
        expect.objectContaining({ id: 'two', caller: null, ending: null, endedAt: null, waitSeconds: null }),
        expect.objectContaining({
          id: 'one',
          campaignId: sales,
          did: '+33170000001',
          caller: '+33612345678',
          arrivedAt: '2026-01-31T09:00:00.000Z',
          queuedAt: '2026-01-31T09:00:05.000Z',
          answeredAt: null,
          endedAt: '2026-01-31T09:00:17.400Z',
          waitSeconds: 12,
          talkSeconds: null,
          ending: { how: 'abandoned', during: 'waiting', blame: 'caller' },
        }),
      ]);
    });

    test.each([
      ['campaignId=01JSALES', ['one']],
      ['ending=abandoned', ['one']],
      ['ending=answered', []],
      ['from=2026-01-31T09:00:30Z', ['two']],
      ['to=2026-01-31T10:00:30%2B01:00', ['one']],
      ['from=2026-01-31T09:00:00Z&to=2026-01-31T09:01:00Z', ['one']],
    ])('calls are found by %s', async (query, ids) => {
      const { body } = await lab().get(`/calls?${query}`);
      expect((body['items'] as { id: string }[]).map(({ id }) => id)).toEqual(ids);
    });

    test.each(['from=yesterday', 'to=2026-02-30', 'ending=nicely'])('calls cannot be found by %s', async (query) => {
      expect((await lab().get(`/calls?${query}`)).status).toBe(400);
    });

    test('one call tells its journey in order', async () => {
      const { body } = await lab().get('/calls/one');
      expect(body['timeline']).toEqual([
        expect.objectContaining({ type: 'call-arrived', at: '2026-01-31T09:00:00.000Z' }),
        expect.objectContaining({ type: 'sound-played', purpose: 'welcome', seconds: 4, end: 'played' }),
        expect.objectContaining({ type: 'call-ended', ending: { how: 'abandoned', during: 'waiting', blame: 'caller' } }),
      ]);
    });

    test('a call that failed because the disk refused its message names it once it is safe after all', async () => {
      const failed = callOf('call-late');
      await lab()
        .app.get(JournalService)
        .write([arrived(failed), ended(failed, 'failed', NINE + 20_000)]);
      expect((await lab().get('/calls/call-late')).body).toMatchObject({ ending: { how: 'failed' }, voicemailId: null });
      await leaveMessage(lab(), 'late', { queueId: '01JQUEUE', receivedAt: NINE + 90_000 });
      const { body } = await lab().get('/calls/call-late');
      expect(body).toMatchObject({ ending: { how: 'failed' }, voicemailId: 'late' });
      expect((body['timeline'] as { type: string }[]).map(({ type }) => type)).toEqual([
        'call-arrived',
        'call-ended',
        'voicemail-deposited',
      ]);
    });

    test('entries written twice, or late, change nothing', async () => {
      const journal = lab().app.get(JournalService);
      const begin = arrived(callOf('three'));
      const end = ended(callOf('three'), 'answered', NINE + 30_000);
      await journal.write([begin, end]);
      await journal.write([begin, end]);
      await journal.write([begin]);
      const { body } = await lab().get('/calls/three');
      expect(body).toMatchObject({ ending: { how: 'answered' } });
      expect(body['timeline']).toHaveLength(2);
    });

    test('a number and a caller as long as a carrier likes are kept in part', async () => {
      const journal = lab().app.get(JournalService);
      await journal.write([arrived(callOf('long', { did: '9'.repeat(500), caller: 'é'.repeat(500) }))]);
      expect((await lab().get('/calls/long')).body['caller']).toBe('é'.repeat(100));
    });

    test('a thousand entries are written in well under a second', async () => {
      const journal = lab().app.get(JournalService);
      const batch = Array.from({ length: 1_000 }, (_, index) => arrived(callOf(`bulk-${index % 300}`)));
      const began = performance.now();
      await journal.write(batch);
      expect(performance.now() - began).toBeLessThan(1_500);
    });

    test('after a restart the floor learns which calls had not ended and who was at work', async () => {
      const journal = lab().app.get(JournalService);
      const login = await lab().made('/agents', { login: 'worker', password: 'works all day' });
      const gone = await lab().made('/agents', { login: 'gone' });
      const id = String(login['id']);
      await journal.write([
        agentState(String(gone['id']), 'available'),
        agentState(String(gone['id']), 'signed-out'),
        agentState(id, 'available'),
        agentState(id, 'talking', { callId: 'two', misses: 1 }),
        agentState('01JDELETED', 'available'),
      ]);
      const token = await lab().signIn('worker', 'works all day');
      await lab().restart();
      expect(lab().desk.resumedCalls.map(({ callId }) => callId)).toContain('two');
      expect(lab().desk.resumedCalls.map(({ callId }) => callId)).not.toContain('one');
      expect(lab().desk.resumed).toEqual([
        expect.objectContaining({
          agentId: id,
          state: 'talking',
          callId: 'two',
          misses: 1,
          afterCall: expect.objectContaining({ wrapUpSeconds: 30 }),
        }),
      ]);
      expect((await lab().get('/agent', { token })).status).toBe(200);
    });
  },
};
