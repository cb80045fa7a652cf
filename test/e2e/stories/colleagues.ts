import { beforeAll, expect, test } from '@jest/globals';

import { brandId, type AgentId, type OfferId, type QueueId } from '../../../src/core/kernel/ids.js';
import { EventReader } from '../../support/event-reader.js';
import { arrived, callOf, entryOf, NINE } from '../../support/journal-entries.js';
import type { Story } from './story.js';

export const COLLEAGUES: Story = {
  title: 'Where an agent may send a caller',
  tell: (lab) => {
    let token: string;
    let alice: string;
    let bruno: string;
    let support: string;

    beforeAll(async () => {
      alice = String((await lab().made('/agents', { login: 'alice', password: 'alice knows it', displayName: 'Alice' }))['id']);
      const phone = { kind: 'number', number: '+33612345678' };
      bruno = String((await lab().made('/agents', { login: 'bruno.m', displayName: 'Bruno', extension: '102', phone }))['id']);
      await lab().made('/agents', { login: 'zoe', displayName: 'Zoé', connection: 'permanent' });
      await lab().made('/agents', { login: 'chief', displayName: 'Chief', role: 'supervisor', phone: null });
      await lab().made('/queues', { code: '502', description: 'Ventes' });
      support = String((await lab().made('/queues', { code: '501', description: 'Support', agentIds: [bruno] }))['id']);
      await lab().post(`/agents/${bruno}/sign-in`);
      token = await lab().signIn('alice', 'alice knows it');
    });

    test('an agent sees the other agents by name, what they are doing and what their phones are dialled by, and no more of them', async () => {
      const { body } = await lab().get('/agent/colleagues', { token });
      expect(body).toMatchObject({ total: 2, page: 1, pageSize: 50 });
      const [first, second] = body['items'] as Record<string, unknown>[];
      expect(first).toEqual({
        id: bruno,
        displayName: 'Bruno',
        extension: '102',
        state: 'available',
        since: expect.any(String),
        phoneReachable: true,
      });
      expect(second).toMatchObject({ displayName: 'Zoé', extension: null, state: 'signed-out' });
      expect(JSON.stringify(body)).not.toMatch(/login|bruno\.m|612345678|number/);
    });

    test('the list is paged, and tells who is at work on request', async () => {
      const names = async (query: string): Promise<unknown> =>
        ((await lab().get(`/agent/colleagues?${query}`, { token })).body['items'] as { displayName: string }[]).map(
          (each) => each.displayName,
        );
      expect(await names('signedIn=true')).toEqual(['Bruno']);
      expect(await names('signedIn=false')).toEqual(['Zoé']);
      expect(await names('pageSize=1&page=2')).toEqual(['Zoé']);
      expect((await lab().get('/agent/colleagues?signedIn=perhaps&pageSize=501', { token })).body).toMatchObject({
        status: 400,
        errors: expect.arrayContaining([expect.objectContaining({ path: 'signedIn' }), expect.objectContaining({ path: 'pageSize' })]),
      });
    });

    test('who is changed or gone is shown as they are', async () => {
      const { id } = await lab().made('/agents', { login: 'carla', displayName: 'Carla' });
      await lab().patch(`/agents/${String(id)}`, { displayName: 'Aline', extension: '104' });
      const first = async (): Promise<unknown> => ((await lab().get('/agent/colleagues', { token })).body['items'] as unknown[])[0];
      expect(await first()).toMatchObject({ id, displayName: 'Aline', extension: '104' });
      await lab().delete(`/agents/${String(id)}`);
      expect(await first()).toMatchObject({ displayName: 'Bruno' });
    });

    test('an agent sees the queues by code, how many wait there and whether anybody is there', async () => {
      const agents = { available: 1, offered: 0, talking: 2, wrapUp: 0, paused: 1, conventionalPause: 1 };
      lab().desk.view = {
        queues: [{ queueId: support as never, waiting: 3, longestWaitSeconds: 40, ewtSeconds: 90, agents }],
        calls: [],
        agents: [],
      };
      const { body } = await lab().get('/agent/queues', { token });
      lab().desk.view = null;
      expect(body['items']).toEqual([
        { id: support, code: '501', description: 'Support', waiting: 3, ewtSeconds: 90, signedIn: 4, available: 1 },
        expect.objectContaining({ code: '502', description: 'Ventes', waiting: 0, ewtSeconds: null, signedIn: 0, available: 0 }),
      ]);
      expect((await lab().get('/agent/queues?pageSize=1', { token })).body).toMatchObject({ total: 2, items: [{ code: '501' }] });
    });

    test('a caller whom a colleague sends comes as such, with the name of the colleague', async () => {
      const own = await EventReader.open(lab().base, token);
      const { callId } = callOf('sent');
      const [agentId, to] = [brandId<AgentId>(alice), { kind: 'agent', agentId: brandId<AgentId>(alice) } as const];
      const offer = { agentId, offerId: brandId<OfferId>('o'), queueId: brandId<QueueId>(support), ringsUntil: NINE };
      lab().desk.tell(arrived(callOf('sent')));
      lab().desk.tell(entryOf({ type: 'call-transferred', callId, agentId: brandId<AgentId>(bruno), to, mode: 'blind' }));
      lab().desk.tell(entryOf({ type: 'call-offered', callId, ...offer }));
      lab().desk.place(agentId, 'offered', callId);
      const comes = { kind: 'transfer', from: { agentId: bruno, displayName: 'Bruno' } };
      expect((await own.until(1))[0]).toMatchObject({ event: 'call-offered', data: comes });
      expect((await lab().get('/agent/call', { token })).body).toMatchObject({ callId: 'sent', ...comes });
      lab().desk.place(agentId, 'signed-out', null);
      own.close();
    });

    test('who is no agent has no colleagues: supervisors read the staff, the queues and the live board', async () => {
      for (const path of ['/agent/colleagues', '/agent/queues']) {
        expect((await lab().get(path)).body).toMatchObject({ status: 403, code: 'not-an-agent' });
        expect((await lab().get(path, { token: null })).status).toBe(401);
      }
    });
  },
};
