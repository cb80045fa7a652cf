import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENTITIES } from '../../src/wiring/all-entities.js';
import { parseConfiguration } from '../../src/platform/config/parse-configuration.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { isDatabaseAway } from '../../src/platform/database/database-unavailable.js';
import { eventually } from '../support/eventually.js';
import { Installation } from '../support/installation.js';
import { MariaDb } from '../support/mariadb.js';
import { Rest } from '../support/rest.js';

const PASSWORD = 'an admin of tests';

let maria: MariaDb;

beforeAll(async () => {
  maria = await MariaDb.start();
}, 180_000);

afterAll(async () => {
  await maria.stop();
});

describe('a database that hangs without a word', () => {
  it('is given up after some seconds, and used again as soon as it answers', async () => {
    const { database: where } = parseConfiguration({ DATABASE_URL: maria.url(await maria.freshDatabase()) });
    const database = await openDatabase(where, ENTITIES);
    try {
      maria.freeze();
      const began = performance.now();
      const fault: unknown = await database.transaction((manager) => manager.query('SELECT 1')).catch((error: unknown) => error);
      expect(isDatabaseAway(fault)).toBe(true);
      expect(performance.now() - began).toBeLessThan(15_000);
      maria.thaw();
      await expect(database.transaction((manager) => manager.query('SELECT 1 AS one'))).resolves.toHaveLength(1);
    } finally {
      maria.thaw();
      await database.close();
    }
  }, 60_000);

  it('does not keep a backend from stopping in good order within five seconds, nor what happened from the next start', async () => {
    const place = await Installation.make({
      DATABASE_URL: maria.url(await maria.freshDatabase()),
      GUICHET_ADMIN_PASSWORD: PASSWORD,
    });
    const backend = place.backend();
    try {
      await backend.start(120_000);
      const rest = await Rest.signIn(backend.baseUrl, 'admin', PASSWORD);
      const anne = await rest.send('POST', '/agents', {
        login: 'anne',
        password: 'anne knows it',
        phone: { kind: 'number', number: '+33612345678' },
      });
      maria.freeze();
      await rest.send('POST', `/agents/${anne.id}/sign-in`);
      await eventually(async () => (await fetch(`${backend.baseUrl}/health/ready`)).status === 503, { what: 'the database to be missed' });
      const began = performance.now();
      expect(await backend.stop()).toBe(0);
      expect(performance.now() - began).toBeLessThan(5_000);
      maria.thaw();
      await backend.start();
      const again = await Rest.signIn(backend.baseUrl, 'admin', PASSWORD);
      expect((await again.get(`/agents/${anne.id}/state`)).state).toBe('available');
    } finally {
      maria.thaw();
      await backend.stop();
      await place.remove();
    }
  }, 240_000);
});
