import { beforeAll, expect, test } from '@jest/globals';

import { brandId, type AgentId, type CallId } from '../../../src/core/kernel/ids.js';
import type { Story } from './story.js';

export const SUPERVISIONS: Story = {
  title: 'Supervisions',
  tell: (lab) => {
    let talking = '';
    let other = '';
    let token: string;
    const listen = (to: string, phone: object, mode = 'listen'): ReturnType<ReturnType<typeof lab>['call']> =>
      lab().call('POST', `/agents/${to}/listen`, { token, body: { mode, phone } });

    beforeAll(async () => {
      const agent = { password: 'takes the calls', displayName: 'Anne Durand', phone: { kind: 'sip' } };
      talking = String((await lab().made('/agents', { login: 'anne', ...agent }))['id']);
      other = String((await lab().made('/agents', { login: 'paul', ...agent }))['id']);
      await lab().made('/agents', { login: 'chief', password: 'watches them all', role: 'supervisor' });
      token = await lab().signIn('chief', 'watches them all');
      lab().desk.place(brandId<AgentId>(talking), 'talking', brandId<CallId>('pbx1-7'));
    });

    test('a supervisor listens on a phone, changes to whispering, is listed, and leaves', async () => {
      const begun = await listen(talking, { kind: 'number', number: '06 12 34 56 78' });
      expect([begun.status, begun.body]).toEqual([
        201,
        { id: 'supervision-1', agentId: talking, callId: 'pbx1-7', mode: 'listen', state: 'calling' },
      ]);
      const shown = { number: null, name: 'Anne Durand' };
      const phone = { kind: 'number', number: '+33612345678' };
      expect(lab().desk.supervisions.asked).toEqual([{ agentId: talking, mode: 'listen', phone, shown, by: 'chief' }]);
      const changed = await lab().call('PUT', '/supervisions/supervision-1', { token, body: { mode: 'whisper' } });
      expect([changed.status, changed.body['mode']]).toEqual([200, 'whisper']);
      expect((await lab().get('/supervisions')).body).toEqual([expect.objectContaining({ id: 'supervision-1', mode: 'whisper' })]);
      expect((await lab().call('DELETE', '/supervisions/supervision-1', { token })).status).toBe(204);
      expect((await lab().get('/supervisions')).body).toEqual([]);
      for (const [method, body] of [
        ['PUT', { mode: 'barge' }],
        ['DELETE', undefined],
      ] as const) {
        const { status, body: said } = await lab().call(method, '/supervisions/supervision-1', { token, ...(body && { body }) });
        expect([status, said['code']]).toEqual([404, 'unknown-supervision']);
      }
    });

    test('the audit trail says who listened to whom', async () => {
      const { items } = (await lab().get('/audit?by=chief')).body;
      const trail = items.map((entry: unknown) => JSON.stringify(entry));
      for (const part of [talking, 'supervision-1']) expect(trail.some((entry: string) => entry.includes(part))).toBe(true);
    });

    test.each<[string, () => [string, object], number, string]>([
      ['who talks to nobody', () => [other, { kind: 'sip', agentId: talking }], 409, 'no-call'],
      ['whom nobody knows', () => ['01JNOBODY', { kind: 'sip', agentId: other }], 404, 'unknown-agent'],
      ['on the phone of nobody', () => [talking, { kind: 'sip', agentId: '01JNOBODY' }], 422, 'unknown-agent'],
      ['on what is no number', () => [talking, { kind: 'number', number: '12 12' }], 422, 'not-a-number'],
      ['on a number that may not be dialled', () => [talking, { kind: 'number', number: '+33899123456' }], 422, 'dial-refused'],
    ])('nobody listens to an agent %s', async (_what, order, status, code) => {
      const answer = await listen(...order());
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    });

    test('every fault of an order is told at once', async () => {
      const { status, body } = await listen(talking, { kind: 'endpoint', endpoint: 'Local/1@out' }, 'shout');
      expect(status).toBe(400);
      expect(body['errors'].map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['mode', 'phone.endpoint']));
    });
  },
};
