import { expect, test } from '@jest/globals';

import { ADMIN_PASSWORD } from '../../support/http-lab.js';
import type { Story } from './story.js';

export const SIGNING_IN: Story = {
  title: 'Signing in',
  tell: (lab) => {
    test('an administrator signs in with the password of the configuration, whatever the case of the login', async () => {
      const answer = await lab().post('/auth/login', { login: 'Admin', password: ADMIN_PASSWORD }, { token: null });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ accessToken: expect.any(String), expiresInSeconds: expect.any(Number), role: 'admin', agentId: null });
    });

    test('an agent who signs in learns the own id', async () => {
      const agent = await lab().made('/agents', { login: 'alice', password: 'alice knows it' });
      const answer = await lab().post('/auth/login', { login: 'alice', password: 'alice knows it' }, { token: null });
      expect(answer.body).toMatchObject({ role: 'agent', agentId: agent['id'] });
    });

    test('whoever guesses passwords is refused, then slowed down, while others sign in', async () => {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 7; attempt++) {
        const answer = await lab().post('/auth/login', { login: 'nobody', password: `guess ${attempt}` }, { token: null });
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      await expect(lab().signIn('admin', ADMIN_PASSWORD)).resolves.toEqual(expect.any(String));
    });

    test('a wrong password and an unknown login are told the same', async () => {
      const wrong = await lab().post('/auth/login', { login: 'admin', password: 'not it at all' }, { token: null });
      const unknown = await lab().post('/auth/login', { login: 'zoe', password: 'not it at all' }, { token: null });
      expect(wrong.status).toBe(401);
      expect(wrong.body).toEqual(unknown.body);
    });

    test('without a token, or with a forged one, nothing but the way in is open', async () => {
      const none = await lab().get('/sites', { token: null });
      expect([none.status, none.body['code'], none.headers.get('www-authenticate')]).toEqual([401, 'not-signed-in', 'Bearer']);
      const [header, , signature] = (lab().token ?? '').split('.');
      const payload = Buffer.from(JSON.stringify({ sub: 'x', cred: 1, exp: 9_999_999_999 })).toString('base64url');
      for (const token of ['x', `${header}.${payload}.${signature}`, `${lab().token}x`, 'guichet_x']) {
        expect((await lab().get('/sites', { token })).body).toMatchObject({ status: 401, code: 'token-invalid' });
      }
    });

    test('an agent may not read nor change the configuration, a supervisor may read it', async () => {
      await lab().made('/agents', { login: 'sam', password: 'sam watches all', role: 'supervisor' });
      const agent = await lab().signIn('alice', 'alice knows it');
      const supervisor = await lab().signIn('sam', 'sam watches all');
      expect((await lab().get('/campaigns', { token: agent })).body).toMatchObject({ status: 403, code: 'role-insufficient' });
      expect((await lab().get('/campaigns', { token: supervisor })).status).toBe(200);
      expect((await lab().post('/sites', { code: 'X', name: 'X' }, { token: supervisor })).status).toBe(403);
      // Who may not is told so before the body is looked at.
      expect((await lab().post('/sites', { wrong: true }, { token: agent })).status).toBe(403);
    });

    test('a new password ends the tokens issued before', async () => {
      const bob = await lab().made('/agents', { login: 'bob', password: 'the first one' });
      const token = await lab().signIn('bob', 'the first one');
      expect((await lab().get('/agent', { token })).status).toBe(200);
      await lab().patch(`/agents/${bob['id']}`, { password: 'the second one' });
      expect((await lab().get('/agent', { token })).status).toBe(401);
    });

    test('a deleted member of the staff is out at once', async () => {
      const carl = await lab().made('/agents', { login: 'carl', password: 'soon to leave' });
      const token = await lab().signIn('carl', 'soon to leave');
      expect((await lab().delete(`/agents/${carl['id']}`)).status).toBe(204);
      expect((await lab().get('/agent', { token })).status).toBe(401);
      expect((await lab().post('/auth/login', { login: 'carl', password: 'soon to leave' }, { token: null })).status).toBe(401);
    });

    test('a program signs in with a key that is shown once, until it is revoked', async () => {
      const { id, key } = await lab().made('/auth/api-keys', { name: 'CRM', role: 'supervisor' });
      expect((await lab().get('/sites', { token: key })).status).toBe(200);
      const list = await lab().get('/auth/api-keys');
      expect(list.body['items']).toEqual([{ id, name: 'CRM', role: 'supervisor', createdAt: expect.any(String), createdBy: 'admin' }]);
      expect((await lab().delete(`/auth/api-keys/${id}`)).status).toBe(204);
      expect((await lab().get('/sites', { token: key })).status).toBe(401);
    });
  },
};
