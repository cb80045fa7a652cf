import { beforeAll, expect, test } from '@jest/globals';

import type { CallbackFact, CallbackRecord } from '../../../src/core/callbacks/callback-record.js';
import { brandId, type AgentId, type CallId, type CampaignId, type QueueId } from '../../../src/core/kernel/ids.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { entryOf, NINE } from '../../support/journal-entries.js';
import type { Story } from './story.js';

const ASKED: CallbackRecord = {
  callbackId: '01JASKED',
  callId: brandId<CallId>('pbx1-1'),
  ...{ campaignId: brandId<CampaignId>('01JSALES'), queueId: brandId<QueueId>('01JQUEUE'), did: '+33170000001', number: '+33612345678' },
  ...{ requestedAt: NINE, arrivedAt: NINE - 60_000, queuedAt: NINE - 50_000, notBefore: null, expiresAt: NINE + 48 * 3_600_000 },
  ...{ state: 'waiting', attempts: 0, forAgentId: null, agentId: null, attemptCallId: null },
};

export const CALLBACKS: Story = {
  title: 'Callbacks',
  tell: (lab) => {
    const tell = async (type: CallbackFact['type'], changes: Partial<CallbackRecord>): Promise<void> => {
      const callback = { ...ASKED, ...changes };
      const { callId, agentId } = callback;
      await lab()
        .app.get(JournalService)
        .write([entryOf({ type, callId, agentId, callback } as CallbackFact)]);
    };

    beforeAll(() => tell('callback-requested', {}));

    test('a supervisor follows one from the wish to the conversation', async () => {
      const now = async () => (await lab().get('/callbacks/01JASKED')).body;
      expect(await now()).toMatchObject({ state: 'waiting', attempts: 0, agentId: null, notBefore: null, callId: 'pbx1-1' });
      const anne = brandId<AgentId>('01JANNE');
      const attemptCallId = brandId<CallId>('pbx1-guichet-callback-01JASKED-1');
      await tell('callback-dialled', { state: 'dialling', attempts: 1, agentId: anne, attemptCallId });
      expect(await now()).toMatchObject({ state: 'dialling', attempts: 1, agentId: '01JANNE', attemptCallId });
      await tell('callback-attempted', { state: 'waiting', attempts: 1, notBefore: NINE + 300_000 });
      expect(await now()).toMatchObject({ state: 'waiting', agentId: null, notBefore: '2026-01-31T09:05:00.000Z' });
      await tell('callback-done', { state: 'done', attempts: 2, agentId: anne });
      expect((await lab().get('/callbacks?state=done')).body['items']).toEqual([expect.objectContaining({ id: '01JASKED', attempts: 2 })]);
      expect((await lab().get('/callbacks?state=waiting')).body['total']).toBe(0);
    });

    test('those that are not over are what the desk goes on with after a restart', async () => {
      await tell('callback-requested', { callbackId: '01JOPEN', number: '+33622222222' });
      await tell('callback-reserved', { callbackId: '01JRESERVED', number: '+33633333333', state: 'reserved', callId: null });
      await tell('callback-expired', { callbackId: '01JEXPIRED', number: '+33644444444', state: 'expired' });
      await lab().restart();
      const resumed = lab().desk.callbacks.map(({ callbackId, state, callId }) => [callbackId, state, callId]);
      expect(resumed).toEqual(
        expect.arrayContaining([
          ['01JOPEN', 'waiting', 'pbx1-1'],
          ['01JRESERVED', 'reserved', null],
        ]),
      );
      expect(resumed).toHaveLength(2);
    });

    test('a supervisor has a number called back at a time agreed; what the desk refuses is refused', async () => {
      const order = { campaignId: '01JSALES', number: '+33655555555', notBefore: '2030-01-15T09:00:00+01:00', agentId: null };
      const { status, body } = await lab().post('/callbacks', order);
      expect([status, body]).toEqual([
        201,
        expect.objectContaining({ state: 'waiting', notBefore: '2030-01-15T08:00:00.000Z', callId: null }),
      ]);
      expect((await lab().post('/callbacks', { ...order, number: '+1900555555' })).body).toMatchObject({
        status: 422,
        code: 'number-not-allowed',
      });
      expect((await lab().post('/callbacks', { ...order, notBefore: 'tomorrow' })).body).toMatchObject({
        status: 400,
        code: 'bad-instant',
      });
      const { body: faults } = await lab().post('/callbacks', { number: 7, agent: 'anne' });
      expect((faults['errors'] as { path: string }[]).map(({ path }) => path).sort()).toEqual(['agent', 'campaignId', 'number']);
    });

    test('an agent sees what the queue does and what is for them, not what is for another, and confirms no more than that', async () => {
      const tokens = { carol: '', dave: '' };
      const ids = { carol: '', dave: '' };
      for (const name of ['carol', 'dave'] as const) {
        ids[name] = String((await lab().made('/agents', { login: name, password: `${name} calls back` }))['id']);
        tokens[name] = await lab().signIn(name, `${name} calls back`);
      }
      const queueId = brandId<QueueId>(String((await lab().made('/queues', { code: '540', agentIds: [ids.carol] }))['id']));
      const [carol, dave] = [brandId<AgentId>(ids.carol), brandId<AgentId>(ids.dave)];
      await tell('callback-proposed', { callbackId: '01JQ1', queueId, state: 'proposed', queuedAt: NINE, number: '+33661000001' });
      await tell('callback-requested', { callbackId: '01JQ2', queueId, queuedAt: NINE + 1, number: '+33661000002', forAgentId: dave });
      await tell('callback-requested', { callbackId: '01JQ3', queuedAt: NINE + 2, number: '+33661000003', forAgentId: carol });
      await tell('callback-done', { callbackId: '01JQ4', queuedAt: NINE + 3, number: '+33661000004', state: 'done', agentId: dave });
      const listed = async (name: 'carol' | 'dave', filter = ''): Promise<unknown[]> => {
        const { body } = await lab().get(`/callbacks${filter}`, { token: tokens[name] });
        return (body['items'] as { id: string }[]).map(({ id }) => id);
      };
      expect(await listed('carol')).toEqual(['01JQ1', '01JQ3']);
      expect(await listed('dave')).toEqual(['01JQ2', '01JQ4']);
      expect(await listed('carol', '?state=proposed')).toEqual(['01JQ1']);
      expect(await listed('carol', `?queueId=${queueId}`)).toEqual(['01JQ1']);
      expect(await listed('dave', '?queueId=01JQUEUE')).toEqual(['01JQ4']);
      expect((await lab().get('/callbacks/01JQ3', { token: tokens.carol })).body).toMatchObject({ id: '01JQ3', forAgentId: carol });
      for (const [id, name] of [
        ['01JQ2', 'carol'],
        ['01JQ1', 'dave'],
      ] as const)
        expect((await lab().get(`/callbacks/${id}`, { token: tokens[name] })).body).toMatchObject({ code: 'unknown-callback' });
      const confirm = (name: 'carol' | 'dave') => lab().post('/callbacks/01JQ1/confirm', undefined, { token: tokens[name] });
      expect((await confirm('dave')).body).toMatchObject({ status: 404, code: 'unknown-callback' });
      expect((await confirm('carol')).status).not.toBe(404);
    });

    test('only what is proposed is confirmed, and only what is there', async () => {
      expect((await lab().post('/callbacks/01JOPEN/confirm')).body).toMatchObject({ status: 409, code: 'callback-not-proposed' });
      expect((await lab().post('/callbacks/01JNONE/confirm')).body).toMatchObject({ status: 404, code: 'unknown-callback' });
    });
  },
};
