import { beforeAll, expect, test } from '@jest/globals';

import type { Story } from './story.js';

export const WORKING_AGENT: Story = {
  title: 'An agent at work',
  tell: (lab) => {
    let token: string;
    let id: string;

    beforeAll(async () => {
      id = String((await lab().made('/agents', { login: 'alice', password: 'alice knows it', displayName: 'Alice' }))['id']);
      token = await lab().signIn('alice', 'alice knows it');
    });

    test('an agent signs in, pauses with a reason, resumes and signs out', async () => {
      expect((await lab().get('/agent', { token })).body).toMatchObject({
        agentId: id,
        state: 'signed-out',
        callId: null,
        pendingPause: null,
      });
      expect((await lab().post('/agent/sign-in', undefined, { token })).body).toMatchObject({
        state: 'available',
        since: expect.any(String),
      });
      expect((await lab().post('/agent/pause', { reason: 'lunch' }, { token })).body).toMatchObject({ state: 'paused', reason: 'lunch' });
      expect((await lab().post('/agent/resume', undefined, { token })).body).toMatchObject({ state: 'available' });
      expect((await lab().post('/agent/pause', undefined, { token })).body).toMatchObject({ state: 'paused', reason: null });
      expect((await lab().post('/agent/sign-out', undefined, { token })).body).toMatchObject({ state: 'signed-out' });
    });

    test('what the state does not allow is refused with a code', async () => {
      expect((await lab().post('/agent/pause', {}, { token })).body).toMatchObject({ status: 409, code: 'agent-signed-out' });
      expect((await lab().post('/agent/wrap-up/end', undefined, { token })).status).toBe(409);
      expect((await lab().post('/agent/call/hang-up', undefined, { token })).body).toMatchObject({ status: 409, code: 'no-call' });
      for (const what of ['pause', 'resume']) {
        const { body } = await lab().post(`/agent/call/recording/${what}`, undefined, { token });
        expect(body).toMatchObject({ status: 409, code: 'no-call' });
      }
      expect((await lab().post('/agent/pause', { reason: 'x'.repeat(81) }, { token })).status).toBe(400);
    });

    test('what is asked of a call needs a call, and a transfer a target that makes sense', async () => {
      const asked = ['hold', 'unhold', 'transfer/complete', 'transfer/cancel'];
      for (const what of asked) {
        expect((await lab().post(`/agent/call/${what}`, undefined, { token })).body).toMatchObject({ status: 409, code: 'no-call' });
        expect((await lab().post(`/agents/${id}/call/${what}`)).body).toMatchObject({ status: 409, code: 'no-call' });
      }
      const transfer = { to: { kind: 'agent', agentId: id }, mode: 'blind' };
      expect((await lab().post('/agent/call/transfer', transfer, { token })).body).toMatchObject({ status: 409, code: 'no-call' });
      const wrong = [
        [{}, ['to', 'mode']],
        [{ to: { kind: 'moon' }, mode: 'slow' }, ['to.kind', 'mode']],
        [{ to: { kind: 'number', agentId: id }, mode: 'blind' }, ['to.agentId', 'to.number']],
      ] as const;
      for (const [body, paths] of wrong) {
        const { body: problem } = await lab().post('/agent/call/transfer', body, { token });
        expect(problem).toMatchObject({ status: 400 });
        expect((problem['errors'] as { path: string }[]).map(({ path }) => path).sort()).toEqual([...paths].sort());
      }
    });

    test('a supervisor acts on an agent, an agent does not act on another', async () => {
      expect((await lab().post(`/agents/${id}/sign-in`)).body).toMatchObject({ agentId: id, state: 'available' });
      expect((await lab().get(`/agents/${id}/state`)).body).toMatchObject({ state: 'available' });
      expect((await lab().post(`/agents/${id}/pause`, { reason: 'coaching' })).body).toMatchObject({ state: 'paused', reason: 'coaching' });
      expect((await lab().post(`/agents/${id}/call/recording/pause`)).body).toMatchObject({ status: 409, code: 'no-call' });
      expect((await lab().post(`/agents/${id}/call/recording/resume`)).body).toMatchObject({ status: 409, code: 'no-call' });
      expect((await lab().post(`/agents/${id}/sign-out`, undefined, { token })).status).toBe(403);
      expect((await lab().post('/agents/01JZZZZZZZZZZZZZZZZZZZZZZZ/sign-in')).body).toMatchObject({ status: 404, code: 'unknown-agent' });
    });

    test('an agent at work cannot be deleted', async () => {
      expect((await lab().delete(`/agents/${id}`)).body).toMatchObject({ status: 409, code: 'agent-signed-in' });
      expect((await lab().get(`/agents/${id}`)).status).toBe(200);
    });

    test('who is no agent has no state of an own', async () => {
      expect((await lab().get('/agent')).body).toMatchObject({ status: 403, code: 'not-an-agent' });
    });

    test('the live board shows who is at work, by name', async () => {
      const board = await lab().get('/live');
      expect(board.body['agents']).toContainEqual(
        expect.objectContaining({ id, login: 'alice', displayName: 'Alice', state: 'paused', reason: 'coaching' }),
      );
      expect((await lab().get('/live', { token })).status).toBe(403);
    });

    test('the live board shows queues by code, and calls', async () => {
      const queue = await lab().made('/queues', { code: '510' });
      const at = Date.parse('2026-01-31T09:00:00Z');
      const none = { available: 0, offered: 0, talking: 0, wrapUp: 0, paused: 0, conventionalPause: 0 };
      lab().desk.view = {
        queues: [{ queueId: queue['id'], waiting: 1, longestWaitSeconds: 12, ewtSeconds: null, agents: none }],
        calls: [
          {
            callId: 'call' as never,
            campaignId: null,
            did: '+33170000001',
            caller: null,
            phase: 'waiting',
            arrivedAt: at,
            queuedAt: at,
            answeredAt: null,
            queueId: queue['id'],
            position: 1,
            agentId: null,
            heldSince: null,
            consultation: null,
          },
          {
            callId: 'asked about' as never,
            campaignId: null,
            did: '+33170000001',
            caller: null,
            phase: 'conversation',
            arrivedAt: at,
            queuedAt: at,
            answeredAt: at + 1_000,
            queueId: queue['id'],
            position: null,
            agentId: id as never,
            heldSince: at + 2_000,
            consultation: { to: { kind: 'number', number: '+33140000000' }, withAgentId: null, isTalking: true },
          },
        ],
        agents: [],
      };
      const { body } = await lab().get('/live');
      lab().desk.view = null;
      const voicemails = { new: 0, claimed: 0, oldestAt: null };
      expect(body['queues']).toEqual([
        { id: queue['id'], code: '510', waiting: 1, longestWaitSeconds: 12, ewtSeconds: null, agents: none, voicemails },
      ]);
      expect(body['calls']).toEqual([
        expect.objectContaining({ id: 'call', phase: 'waiting', arrivedAt: '2026-01-31T09:00:00.000Z', position: 1, answeredAt: null }),
        expect.objectContaining({
          id: 'asked about',
          answeredAt: '2026-01-31T09:00:01.000Z',
          heldSince: '2026-01-31T09:00:02.000Z',
          consultation: { to: { kind: 'number', number: '+33140000000' }, withAgentId: null, isTalking: true },
          supervisions: [],
        }),
      ]);
    });
  },
};
