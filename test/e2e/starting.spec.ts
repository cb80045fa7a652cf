import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { ENTITIES } from '../../src/wiring/all-entities.js';
import { parseConfiguration } from '../../src/platform/config/parse-configuration.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { freePort } from '../support/free-port.js';
import { HttpLab } from '../support/http-lab.js';

describe('Starting', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'guichet-start-'));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  async function refusal(url: string): Promise<string> {
    const { database } = parseConfiguration({ DATA_DIR: directory, DATABASE_URL: url });
    return openDatabase(database, ENTITIES).then(
      () => 'it opened',
      (error: unknown) => String(error),
    );
  }

  test('an administrator whose database does not answer is told which, and what to check', async () => {
    const port = await freePort();
    const message = await refusal(`mysql://guichet:hunter2@127.0.0.1:${port}/calls`);
    expect(message).toContain(`"calls" on 127.0.0.1:${port}`);
    expect(message).toContain('check that MariaDB runs');
    expect(message).not.toContain('hunter2');
  });

  test('an administrator who named a host that does not exist is told so', async () => {
    expect(await refusal('mysql://guichet:x@no-such-host.invalid/calls')).toMatch(/no-such-host\.invalid/);
  });

  test('a SQLite file that cannot be opened is named', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    expect(await refusal(`sqlite:${file}/guichet.sqlite`)).toContain(`${file}/guichet.sqlite`);
  });

  test('the first start makes an administrator with a random password, kept for its owner only', async () => {
    const lab = await HttpLab.start('', { GUICHET_ADMIN_PASSWORD: '' });
    try {
      const { password, passwordFile, login } = lab.firstAdministrator ?? {};
      const file = String(passwordFile);
      expect([login, readFileSync(file, 'utf8').trim()]).toEqual(['admin', password]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const token = lab.token;
      await lab.restart();
      expect(lab.firstAdministrator).toBeNull();
      // The token of before the restart still holds.
      expect((await lab.get('/sites', { token })).status).toBe(200);
      expect(existsSync(file)).toBe(true);
    } finally {
      await lab.stop();
    }
  });
});
