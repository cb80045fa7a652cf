import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { ADMIN_PASSWORD, HttpLab } from '../support/http-lab.js';

describe('Signing in', () => {
  let lab: HttpLab;

  beforeAll(async () => {
    lab = await HttpLab.start();
  });

  afterAll(async () => {
    await lab.stop();
  });

  test('an administrator signs in with the password of the configuration, whatever the case of the login', async () => {
    const answer = await lab.post('/auth/login', { login: 'Admin', password: ADMIN_PASSWORD }, { token: null });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ accessToken: expect.any(String), expiresInSeconds: expect.any(Number), role: 'admin', agentId: null });
  });

  test('a new administrator creates a site and reads it back', async () => {
    const site = await lab.made('/sites', { code: 'PAR', name: 'Paris', country: 'FR', timeZone: 'Europe/Paris' });
    const answer = await lab.get(`/sites/${site['id']}`);
    expect(answer.body).toEqual(site);
    expect(answer.headers.get('etag')).toBe('"1"');
  });
});
