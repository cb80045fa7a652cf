import { expect, test } from '@jest/globals';

import { brandId, type AgentId, type QueueId } from '../../../src/core/kernel/ids.js';
import { PhoneWithdrawalEntity } from '../../../src/modules/agents/phone-withdrawal.entity.js';
import { AuditTrail } from '../../../src/platform/database/audit-trail.js';
import { Database } from '../../../src/platform/database/database.js';
import { eventually } from '../../support/eventually.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const QUEUES_AND_STAFF: Story = {
  title: 'Queues and staff',
  tell: (lab) => {
    test('a queue has sensible settings from its code alone, and the floor knows it at once', async () => {
      const queue = await lab().made('/queues', { code: '500' });
      expect(queue).toMatchObject({
        description: '',
        distribution: 'longest-idle',
        ringTimeoutSeconds: 15,
        missesBeforePause: 2,
        ageingSeconds: null,
        lastAgentLeaves: 'stay',
        agentIds: [],
        version: 1,
      });
      expect(lab().desk.queues.get(brandId<QueueId>(String(queue['id'])))).toMatchObject({ code: '500', ringTimeoutSeconds: 15 });
    });

    test.each(['499', '1000', '50', 'abc', ' 500'])('"%s" is no code of a queue', async (code) => {
      expect((await lab().post('/queues', { code })).body).toMatchObject({ status: 400, errors: [{ path: 'code' }] });
    });

    test('two queues cannot have one code', async () => {
      expect((await lab().post('/queues', { code: '500' })).body).toMatchObject({ status: 409, code: 'code-taken' });
    });

    test('an agent enters and leaves a queue, each time on the floor too', async () => {
      const queue = await lab().made('/queues', { code: '501' });
      const agent = await lab().made('/agents', { login: 'ann' });
      const onFloor = (): readonly AgentId[] | undefined => lab().desk.queues.get(brandId<QueueId>(String(queue['id'])))?.agentIds;
      const entered = await lab().put(`/queues/${queue['id']}/agents/${agent['id']}`);
      expect([entered.status, entered.body['agentIds'], entered.body['version']]).toEqual([200, [agent['id']], 2]);
      expect((await lab().put(`/queues/${queue['id']}/agents/${agent['id']}`)).body['version']).toBe(2);
      expect(onFloor()).toEqual([agent['id']]);
      expect((await lab().delete(`/queues/${queue['id']}/agents/${agent['id']}`)).status).toBe(204);
      expect(onFloor()).toEqual([]);
      expect((await lab().delete(`/queues/${queue['id']}/agents/${agent['id']}`)).body).toMatchObject({
        status: 404,
        code: 'agent-not-in-queue',
      });
      expect((await lab().put(`/queues/${queue['id']}/agents/${UNKNOWN}`)).status).toBe(404);
    });

    test('an agent who does not exist cannot serve a queue, nor can a supervisor', async () => {
      const boss = await lab().made('/agents', { login: 'boss', role: 'supervisor' });
      const answer = await lab().post('/queues', { code: '502', agentIds: [UNKNOWN, boss['id']] });
      expect(answer.body).toMatchObject({ status: 422, code: 'unknown-agent', errors: [{ path: 'agentIds[0]' }, { path: 'agentIds[1]' }] });
    });

    test('a deleted agent leaves the queues', async () => {
      const agent = await lab().made('/agents', { login: 'leaver' });
      const queue = await lab().made('/queues', { code: '503', agentIds: [agent['id']] });
      expect((await lab().delete(`/agents/${agent['id']}`)).status).toBe(204);
      expect((await lab().get(`/queues/${queue['id']}`)).body).toMatchObject({ agentIds: [], version: 2 });
      expect(lab().desk.queues.get(brandId<QueueId>(String(queue['id'])))?.agentIds).toEqual([]);
      expect(lab().desk.agents.has(brandId<AgentId>(String(agent['id'])))).toBe(false);
    });

    test('an agent who becomes a supervisor leaves the queues and the floor', async () => {
      const agent = await lab().made('/agents', { login: 'promoted' });
      const queue = await lab().made('/queues', { code: '505', agentIds: [agent['id']] });
      expect((await lab().patch(`/agents/${agent['id']}`, { role: 'supervisor', phone: null })).status).toBe(200);
      expect((await lab().get(`/queues/${queue['id']}`)).body).toMatchObject({ agentIds: [], version: 2 });
      expect(lab().desk.agents.has(brandId<AgentId>(String(agent['id'])))).toBe(false);
    });

    test('an agent at work is neither deleted nor made anything else', async () => {
      const agent = await lab().made('/agents', { login: 'busy' });
      await lab().post(`/agents/${agent['id']}/sign-in`);
      for (const answer of [
        await lab().delete(`/agents/${agent['id']}`),
        await lab().patch(`/agents/${agent['id']}`, { role: 'supervisor', phone: null }),
      ])
        expect(answer.body).toMatchObject({ status: 409, code: 'agent-signed-in' });
      expect((await lab().get(`/agents/${agent['id']}`)).body).toMatchObject({ role: 'agent', version: 1 });
      await lab().post(`/agents/${agent['id']}/sign-out`);
      expect((await lab().delete(`/agents/${agent['id']}`)).status).toBe(204);
    });

    test('a deletion that does not hold leaves the agent and the queue on the floor', async () => {
      const agent = await lab().made('/agents', { login: 'survivor' });
      const queue = await lab().made('/queues', { code: '506' });
      const trail = lab().app.get(AuditTrail);
      const { write } = trail;
      // The last step of the transaction, as a commit that fails would be.
      trail.write = async () => {
        throw new Error('the disk is full');
      };
      const statuses = [(await lab().delete(`/agents/${agent['id']}`)).status, (await lab().delete(`/queues/${queue['id']}`)).status];
      trail.write = write;
      expect(statuses).toEqual([500, 500]);
      expect(lab().desk.agents.has(brandId<AgentId>(String(agent['id'])))).toBe(true);
      expect(lab().desk.queues.has(brandId<QueueId>(String(queue['id'])))).toBe(true);
      expect((await lab().post(`/agents/${agent['id']}/sign-in`)).status).toBe(200);
    });

    test('the SIP account of an agent deleted while the PBX was away goes when it is back, even after a restart', async () => {
      const gone = await lab().made('/agents', { login: 'gone' });
      const changed = await lab().made('/agents', { login: 'changed' });
      const account = async ({ id }: Body): Promise<string> => String((await lab().get(`/agents/${id}/sip-account`)).body['username']);
      const accounts = [await account(gone), await account(changed)];
      lab().desk.pbxInReach = false;
      await lab().delete(`/agents/${gone['id']}`);
      await lab().patch(`/agents/${changed['id']}`, { phone: { kind: 'endpoint', endpoint: 'PJSIP/desk9' } });
      await lab().restart();
      expect([...lab().desk.withdrawn].sort()).toEqual(accounts.sort());
      const left = lab().app.get(Database).repository(PhoneWithdrawalEntity);
      await eventually(async () => (await left.count()) === 0, { what: 'the withdrawals to be forgotten' });
      await lab().restart();
      expect(lab().desk.withdrawn).toEqual([]);
    });

    test('a queue that serves a campaign cannot be deleted', async () => {
      const site = await lab().made('/sites', { code: 'Q', name: 'Q' });
      const did = await lab().made('/dids', { number: '0170000001', siteId: site['id'] });
      const queue = await lab().made('/queues', { code: '504' });
      const campaign = await lab().made('/campaigns', { name: 'Support', didIds: [did['id']], queueId: queue['id'] });
      const refused = await lab().delete(`/queues/${queue['id']}`);
      expect(refused.body).toMatchObject({ status: 409, code: 'queue-in-use' });
      expect(refused.body['detail']).toContain('Support');
      await lab().patch(`/campaigns/${campaign['id']}`, { queueId: null });
      expect((await lab().delete(`/queues/${queue['id']}`)).status).toBe(204);
    });

    test('a new agent gets a SIP account, whose password is not in the agent', async () => {
      const agent = await lab().made('/agents', { login: 'Sip.User', displayName: 'Sip User', extension: '101' });
      expect(agent).toMatchObject({
        login: 'sip.user',
        role: 'agent',
        extension: '101',
        phone: { kind: 'sip' },
        connection: 'per-call',
        skills: [],
      });
      const account = await lab().get(`/agents/${agent['id']}/sip-account`);
      expect(account.body).toEqual({
        username: expect.stringMatching(/^agent-/),
        password: expect.stringMatching(/^.{20,}$/),
        domain: '127.0.0.1',
        transport: 'udp',
      });
      expect(lab().desk.agents.get(brandId<AgentId>(String(agent['id'])))?.phone).toEqual({
        kind: 'sip',
        accountName: account.body['username'],
        password: account.body['password'],
      });
    });

    test('an agent can have a telephone of any kind, the floor being told', async () => {
      const agent = await lab().made('/agents', { login: 'walker', phone: { kind: 'number', number: '06 12 34 56 78' } });
      expect(agent['phone']).toEqual({ kind: 'number', number: '+33612345678' });
      expect((await lab().get(`/agents/${agent['id']}/sip-account`)).body).toMatchObject({ status: 404, code: 'no-sip-account' });
      const changed = await lab().patch(`/agents/${agent['id']}`, { phone: { kind: 'endpoint', endpoint: 'PJSIP/desk1' } });
      expect(changed.body['phone']).toEqual({ kind: 'endpoint', endpoint: 'PJSIP/desk1' });
      expect(lab().desk.agents.get(brandId<AgentId>(String(agent['id'])))?.phone).toEqual({ kind: 'endpoint', endpoint: 'PJSIP/desk1' });
    });

    test('an agent’s phone may be called for each offer or stay connected, the floor being told', async () => {
      const agent = await lab().made('/agents', { login: 'seated', connection: 'permanent' });
      const told = (): unknown => lab().desk.agents.get(brandId<AgentId>(String(agent['id'])))?.connection;
      expect([agent['connection'], told()]).toEqual(['permanent', 'permanent']);
      const changed = await lab().patch(`/agents/${agent['id']}`, { connection: 'per-call' });
      expect([changed.body['connection'], told()]).toEqual(['per-call', 'per-call']);
      expect((await lab().patch(`/agents/${agent['id']}`, { connection: 'sometimes' })).status).toBe(400);
    });

    test('the forwarding of an agent’s phone is followed when a setting says so, the floor being told', async () => {
      const agent = await lab().made('/agents', { login: 'forwarder' });
      const told = (): unknown => lab().desk.agents.get(brandId<AgentId>(String(agent['id'])))?.followForwarding;
      expect([agent['followForwarding'], told()]).toEqual([false, false]);
      const changed = await lab().patch(`/agents/${agent['id']}`, { followForwarding: true });
      expect([changed.body['followForwarding'], told()]).toEqual([true, true]);
      expect((await lab().patch(`/agents/${agent['id']}`, { followForwarding: null })).status).toBe(400);
    });

    test.each([
      ['of an unknown kind', { kind: 'fax' }, 400],
      ['without a kind', { number: '0612345678' }, 400],
      ['with a number that is none', { kind: 'number', number: '12345' }, 422],
      ['that hides a number behind the trunk', { kind: 'endpoint', endpoint: 'PJSIP/+33899123456@carrier' }, 400],
      ['that runs through the dialplan', { kind: 'endpoint', endpoint: 'Local/0899123456@outbound' }, 400],
      ['that dials two things', { kind: 'endpoint', endpoint: 'PJSIP/a&PJSIP/b' }, 400],
      ['with what belongs to another kind', { kind: 'sip', number: '0612345678' }, 400],
      ['that is a text', 'sip', 400],
    ])('a phone %s is refused', async (_what, phone, status) => {
      expect((await lab().post('/agents', { login: 'nophone', phone })).status).toBe(status);
    });

    test('who is no agent has no phone, and who is one needs it', async () => {
      const boss = await lab().made('/agents', { login: 'boss2', role: 'admin', password: 'long enough' });
      expect(boss['phone']).toBeNull();
      expect((await lab().patch(`/agents/${boss['id']}`, { phone: { kind: 'sip' } })).body).toMatchObject({
        status: 422,
        code: 'phone-not-allowed',
      });
      expect((await lab().patch(`/agents/${boss['id']}`, { role: 'agent' })).body).toMatchObject({ status: 422, code: 'phone-required' });
      expect((await lab().patch(`/agents/${boss['id']}`, { role: 'agent', phone: { kind: 'sip' } })).status).toBe(200);
      expect(lab().desk.agents.has(brandId<AgentId>(String(boss['id'])))).toBe(true);
    });

    test('login and extension are unique, whatever the case', async () => {
      await lab().made('/agents', { login: 'unique', extension: '200' });
      const answer = await lab().post('/agents', { login: 'UNIQUE', extension: '200' });
      expect(answer.body).toMatchObject({ status: 409, errors: [{ path: 'login' }, { path: 'extension' }] });
    });

    test('letters with accents are kept apart from those without', async () => {
      const agent = await lab().made('/agents', { login: 'unicode', displayName: 'Élodie Nuñez 🎧 Ωμέγα' });
      expect((await lab().get(`/agents/${agent['id']}`)).body['displayName']).toBe('Élodie Nuñez 🎧 Ωμέγα');
    });

    test('an unknown skill is refused', async () => {
      const answer = await lab().post('/agents', { login: 'skilled', skills: [{ skillId: UNKNOWN, level: 5 }] });
      expect(answer.body).toMatchObject({ status: 422, code: 'unknown-skill', errors: [{ path: 'skills[0].skillId' }] });
    });

    test('the last administrator cannot be deleted nor become something else', async () => {
      const admins = (await lab().get('/agents?role=admin')).body['items'] as { id: string }[];
      expect(admins).toHaveLength(1);
      const path = `/agents/${admins[0]?.id}`;
      expect((await lab().delete(path)).body).toMatchObject({ status: 409, code: 'last-admin' });
      expect((await lab().patch(path, { role: 'supervisor' })).body).toMatchObject({ status: 409, code: 'last-admin' });
    });
  },
};
