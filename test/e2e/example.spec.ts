import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { makeDemo, type Demo } from '../../src/wiring/demo.js';
import { ADMIN_PASSWORD, HttpLab } from '../support/http-lab.js';

describe('The example', () => {
  let lab: HttpLab;
  let marker: string;
  let passwords = 0;

  beforeEach(async () => {
    lab = await HttpLab.start();
    marker = join(lab.configuration.dataDirectory, 'demo-under-way');
  });

  afterEach(async () => {
    await lab.stop();
  });

  const start = (): Promise<Demo | null> =>
    makeDemo(`${lab.base}/api/v1`, 'admin', ADMIN_PASSWORD, () => `a password ${++passwords} of tests`, marker);
  const totals = async (): Promise<number[]> =>
    Promise.all(['/sites', '/dids', '/queues', '/campaigns'].map(async (path) => Number((await lab.get(path)).body['total'])));
  const campaign = async (): Promise<string> => String((await lab.get('/campaigns')).body['items'][0].id);

  test('fills an empty installation once, and is told at every start', async () => {
    const first = await start();
    expect(first?.phones.map(({ login }) => login)).toEqual(['alice', 'bruno']);
    expect([await totals(), existsSync(marker)]).toEqual([[1, 1, 1, 1], false]);
    expect(await start()).toEqual(first);
    expect(await totals()).toEqual([1, 1, 1, 1]);
  });

  test('that an administrator stopped is not started again', async () => {
    await start();
    await lab.post(`/campaigns/${await campaign()}/stop`);
    await start();
    expect((await lab.get(`/campaigns/${await campaign()}`)).body['state']).toBe('stopped');
  });

  test('that an administrator deleted, agent by agent, does not come back', async () => {
    await start();
    await lab.post(`/campaigns/${await campaign()}/stop`);
    expect((await lab.delete(`/campaigns/${await campaign()}`)).status).toBe(204);
    const { items } = (await lab.get('/agents')).body;
    for (const { id, role } of items) if (role === 'agent') expect((await lab.delete(`/agents/${id}`)).status).toBe(204);
    expect(await start()).toBeNull();
    expect((await lab.get('/campaigns')).body['total']).toBe(0);
    expect((await lab.get('/agents')).body['total']).toBe(1);
  });

  test('keeps away from an installation that somebody began to set up', async () => {
    await lab.made('/sites', { code: 'LYON', name: 'Lyon' });
    await lab.made('/agents', { login: 'alice', password: 'an Alice of their own', displayName: 'Alice Dupont', phone: { kind: 'sip' } });
    expect(await start()).toBeNull();
    expect(await totals()).toEqual([1, 0, 0, 0]);
  });

  test('that a death left half made is completed by the next start', async () => {
    await lab.made('/sites', { code: 'PARIS', name: 'Paris', country: 'FR', timeZone: 'Europe/Paris' });
    writeFileSync(marker, '');
    expect(await start()).not.toBeNull();
    expect([await totals(), existsSync(marker)]).toEqual([[1, 1, 1, 1], false]);
  });
});
