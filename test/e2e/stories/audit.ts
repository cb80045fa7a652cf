import { expect, test } from '@jest/globals';

import { AuditTrail } from '../../../src/platform/database/audit-trail.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

export const AUDIT: Story = {
  title: 'The audit trail',
  tell: (lab) => {
    const trail = async (query: string): Promise<Body[]> => {
      await lab().app.get(AuditTrail).settled();
      return (await lab().get(`/audit?${query}`)).body['items'] as Body[];
    };

    test('tells who created, changed and removed what, when, from where, newest first', async () => {
      const began = Date.now();
      const { id } = await lab().made('/sites', { code: 'AUD', name: 'Audit' });
      await lab().patch(`/sites/${id}`, { name: 'Audited' });
      await lab().delete(`/sites/${id}`);
      const entries = await trail(`resource=sites&resourceId=${id}`);
      expect(entries.map(({ action, method, path, changes, outcome }) => ({ action, method, path, changes, outcome }))).toEqual([
        { action: 'remove', method: 'DELETE', path: `/sites/${id}`, changes: null, outcome: 'done' },
        { action: 'change', method: 'PATCH', path: `/sites/${id}`, changes: { name: 'Audited' }, outcome: 'done' },
        { action: 'create', method: 'POST', path: '/sites', changes: { code: 'AUD', name: 'Audit' }, outcome: 'done' },
      ]);
      for (const { by, role, address, at } of entries) {
        expect([by, role, address]).toEqual(['admin', 'admin', '127.0.0.1']);
        expect(Date.parse(String(at))).toBeGreaterThanOrEqual(began - 1_000);
      }
    });

    test('keeps no password', async () => {
      const { id } = await lab().made('/agents', { login: 'audited', password: 'a secret of theirs' });
      await lab().patch(`/agents/${id}`, { password: 'another secret' });
      const entries = await trail(`resource=agents&resourceId=${id}`);
      expect(entries.map(({ changes }) => changes.password)).toEqual(['•••', '•••']);
      expect(JSON.stringify(await trail('pageSize=500'))).not.toMatch(/secret of theirs|another secret/);
    });

    test('tells of sign-ins, right and wrong, and of what was refused with the reason', async () => {
      await lab().post('/auth/login', { login: 'Audited', password: 'not it at all' }, { token: null });
      const token = await lab().signIn('audited', 'another secret');
      await lab().post('/agent/sign-in', undefined, { token });
      await lab().post('/agent/sign-in', undefined, { token });
      const entries = (await trail('by=audited')).map(({ action, resource, outcome, code }) => [action, resource, outcome, code]);
      expect(entries).toEqual([
        ['sign-in', 'agent', 'refused', 'already-signed-in'],
        ['sign-in', 'agent', 'done', null],
        ['login', 'auth', 'done', null],
        ['login', 'auth', 'refused', 'wrong-credentials'],
      ]);
    });

    test('a change that does not hold leaves no trace of being done, and one repeated by its key is told once', async () => {
      const headers = { 'idempotency-key': 'audit-once' };
      const first = await lab().post('/sites', { code: 'ONCE', name: 'Once' }, { headers });
      await lab().post('/sites', { code: 'ONCE', name: 'Once' }, { headers });
      await lab().post('/sites', { code: 'ONCE', name: 'Twice' });
      expect((await trail(`resourceId=${first.body['id']}`)).map(({ action }) => action)).toEqual(['create']);
      const [refused] = await trail('resource=sites&outcome=refused');
      expect(refused).toMatchObject({ code: 'code-taken', changes: { code: 'ONCE', name: 'Twice' } });
    });

    test('an entry that cannot be written takes the change back with it', async () => {
      const audit = lab().app.get(AuditTrail);
      const { write } = audit;
      audit.write = async () => {
        throw new Error('the trail is broken');
      };
      const answer = await lab().post('/sites', { code: 'LOST', name: 'Lost' });
      audit.write = write;
      expect(answer.status).toBe(500);
      const { items } = (await lab().get('/sites?pageSize=500')).body;
      expect((items as { code: string }[]).map(({ code }) => code)).not.toContain('LOST');
    });

    test('what needs no database is done while the database is away, and told when it is back', async () => {
      const token = await lab().signIn('audited', 'another secret');
      const database = lab().app.get(Database);
      const { source } = database;
      const { transaction } = source;
      source.transaction = async () => {
        throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      };
      expect((await lab().post('/agent/pause', { reason: 'lunch' }, { token })).status).toBe(200);
      source.transaction = transaction;
      const [latest] = await trail('by=audited&resource=agent');
      expect(latest).toMatchObject({ action: 'pause', outcome: 'done', changes: { reason: 'lunch' } });
    });

    test('is read by instants and pages, by administrators only', async () => {
      const { body } = await lab().get('/audit?pageSize=2&page=2');
      expect([body['items'].length, body['page']]).toEqual([2, 2]);
      expect((await lab().get('/audit?to=2020-01-01T00:00:00Z')).body['total']).toBe(0);
      expect((await lab().get('/audit?from=2020-01-01T00:00:00Z')).body['total']).toBe(body['total']);
      expect((await lab().get('/audit?from=yesterday')).body).toMatchObject({ status: 400, errors: [{ path: 'from' }] });
      await lab().made('/agents', { login: 'watcher', password: 'watches all', role: 'supervisor' });
      expect((await lab().get('/audit', { token: await lab().signIn('watcher', 'watches all') })).status).toBe(403);
    });
  },
};
