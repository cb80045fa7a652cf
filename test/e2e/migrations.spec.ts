import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';

import { hashPassword } from '../../src/platform/auth/passwords.js';
import { parseConfiguration } from '../../src/platform/config/parse-configuration.js';
import { FirstTables1767225600000 } from '../../src/platform/database/migrations/1767225600000-first-tables.js';
import { SkillGroups1769904000000 } from '../../src/platform/database/migrations/1769904000000-skill-groups.js';
import { RecordingAgents1772700800000 } from '../../src/platform/database/migrations/1772700800000-recording-agents.js';
import { MIGRATIONS } from '../../src/platform/database/migrations/all.js';
import { dataSourceOptions } from '../../src/platform/database/open-database.js';
import { ADMIN_PASSWORD, HttpLab, MARIADB, SQLITE } from '../support/http-lab.js';

/** A campaign as the first version kept it. */
const SETTINGS = {
  priority: 3,
  language: 'fr',
  wrapUpSeconds: 45,
  conventionalPause: { seconds: 5, starts: 'after-wrap-up' },
  messages: { welcomeAudioId: 'builtin:welcome', welcomeBeforeAnswer: false, holdAudioId: null, loopSeconds: 20 },
  overflow: { waitSeconds: 300, loops: null, queueLength: 12, strategy: { kind: 'deterrent', audioId: null } },
  skills: [],
};

/** What an installation of the first version held: `[table, row]`, in the order in which rows refer to each other. */
const ROWS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['sites', { id: 's1', version: 1, code: 'PAR', name: 'Été à Paris', country: 'FR', timeZone: 'Europe/Paris' }],
  [
    'queues',
    {
      ...{ id: 'q1', version: 2, code: '500', description: 'Support', distribution: 'longest-idle', ringTimeoutSeconds: 15 },
      ...{ missesBeforePause: 2, ageingSeconds: null, lastAgentLeaves: 'stay' },
    },
  ],
  [
    'agents',
    {
      ...{ id: 'a1', version: 1, login: 'anne', passwordHash: null, credentialsVersion: 1, displayName: 'Anne', role: 'agent' },
      ...{ extension: '201', phone: '{"kind":"number","number":"+33472000001"}', connection: 'per-call', skills: '[]' },
      ...{ sipAccount: 'agent-a1', sipPassword: 'x' },
    },
  ],
  ['queue_agents', { queueId: 'q1', agentId: 'a1' }],
  [
    'campaigns',
    {
      id: 'c1',
      version: 2,
      name: 'Support',
      state: 'running',
      queueId: 'q1',
      settings: JSON.stringify(SETTINGS),
      createdAt: 1_764_000_000_000,
    },
  ],
  [
    'campaign_versions',
    {
      ...{ campaignId: 'c1', version: 2, at: 1_764_000_100_000, by: 'admin', changes: '[{"path":"priority","from":0,"to":3}]' },
      document: JSON.stringify({ name: 'Support', state: 'running', queueId: 'q1', ...SETTINGS }),
    },
  ],
  ['dids', { id: 'd1', version: 2, number: '+33170000001', siteId: 's1', campaignId: 'c1' }],
  [
    'calls',
    {
      ...{ id: 'pbx1-1', lastEntryId: 'e1', campaignId: 'c1', planVersion: 2, did: '+33170000001', caller: '+33612345678' },
      ...{ arrivedAt: 1_764_000_200_000, queuedAt: 1_764_000_201_000, answeredAt: null, phase: 'waiting', endedAt: 1_764_000_260_000 },
      ...{ queueId: 'q1', agentId: null, endingHow: 'abandoned', endingDuring: 'waiting', endingBlame: 'caller' },
    },
  ],
  ['skill_groups', { id: 'g1', version: 1, name: 'Langues', autoDecrement: 1, skills: '[{"id":"k1","name":"Anglais"}]' }],
];

/** The database of an installation that had these migrations, and these rows. */
async function earlier(
  environment: Record<string, string>,
  migrations: typeof MIGRATIONS,
  rows: readonly (readonly [string, Readonly<Record<string, unknown>>])[],
): Promise<void> {
  const { database } = parseConfiguration(environment);
  const source = new DataSource({ ...dataSourceOptions(database), migrations });
  await source.initialize();
  await source.runMigrations();
  for (const [table, row] of rows) {
    const names = Object.keys(row).map((name) => source.driver.escape(name));
    const places = names.map(() => '?').join(', ');
    await source.query(`INSERT INTO ${source.driver.escape(table)} (${names.join(', ')}) VALUES (${places})`, Object.values(row));
  }
  await source.destroy();
}

async function firstVersion(environment: Record<string, string>): Promise<void> {
  const admin = {
    ...{ id: 'a0', version: 1, login: 'admin', passwordHash: await hashPassword(ADMIN_PASSWORD), credentialsVersion: 1, displayName: 'A' },
    ...{ role: 'admin', extension: null, phone: null, connection: 'per-call', skills: '[]', sipAccount: 'agent-a0', sipPassword: 'x' },
  };
  await earlier(environment, [FirstTables1767225600000, SkillGroups1769904000000], [['agents', admin], ...ROWS]);
}

/** A recording of a version that knew the first agent of it, and the last word of anybody. */
const RECORDING = {
  ...{ id: 'r1', lastEntryId: '01J1', callId: 'pbx1-1', campaignId: 'c1', agentId: 'a1', startedAt: 1_764_000_000_000, node: 'pbx1' },
  ...{ keptFor: '["SALE"]', retentionDays: null, muted: 0, state: 'kept', disposition: 'SALE', durationMs: 61_500, bytes: 4 },
  ...{ sha256: 'f'.repeat(64), expiresAt: null },
};

describe.each([SQLITE, MARIADB])('an installation of the first version on $name', (kind) => {
  it('is there with everything in it after an update, what is new being preset', async () => {
    const server = await kind.start();
    const folder = mkdtempSync(join(tmpdir(), 'guichet-update-'));
    const DATABASE_URL = (await server.fresh()) || `sqlite:${join(folder, 'guichet.sqlite')}`;
    let lab: HttpLab | null = null;
    try {
      await firstVersion({ DATA_DIR: folder, DATABASE_URL });
      lab = await HttpLab.start(DATABASE_URL, { DATA_DIR: folder });
      const campaign = (await lab.get('/campaigns/c1')).body;
      expect(campaign).toMatchObject({ name: 'Support', state: 'running', didIds: ['d1'], priority: 3, wrapUpSeconds: 45, version: 2 });
      expect(campaign['messages']).toMatchObject({
        welcomeAudioId: 'builtin:welcome',
        loopSeconds: 20,
        announceEwt: true,
        ewtCaution: 0.7,
      });
      expect(campaign['overflow']).toMatchObject({
        waitSeconds: 300,
        queueLength: 12,
        strategy: { kind: 'deterrent', number: null },
        perCriterion: { wait: null, menu: null },
      });
      expect((await lab.get('/campaigns/c1/versions')).body['items']).toMatchObject([
        { version: 2, by: 'admin', changes: [{ path: 'priority', from: 0, to: 3 }] },
      ]);
      expect((await lab.get('/campaigns/c1/summary')).status).toBe(200);
      expect((await lab.get('/sites/s1')).body['name']).toBe('Été à Paris');
      expect((await lab.get('/queues/q1')).body['agentIds']).toEqual(['a1']);
      expect((await lab.get('/agents/a1')).body).toMatchObject({ login: 'anne', phone: { kind: 'number', number: '+33472000001' } });
      expect((await lab.get('/skill-groups/g1')).body['skills']).toEqual([{ id: 'k1', name: 'Anglais' }]);
      expect((await lab.get('/calls/pbx1-1')).body).toMatchObject({ caller: '+33612345678', ending: { how: 'abandoned' } });
      expect((await lab.patch('/campaigns/c1', { overflow: { strategy: { kind: 'voicemail' } } })).body['version']).toBe(3);
    } finally {
      await lab?.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);

  it('keeps what was recorded, and for whom, after an update from one that did not know all who talked in it', async () => {
    const server = await kind.start();
    const folder = mkdtempSync(join(tmpdir(), 'guichet-update-'));
    const DATABASE_URL = (await server.fresh()) || `sqlite:${join(folder, 'guichet.sqlite')}`;
    let lab: HttpLab | null = null;
    try {
      const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(RecordingAgents1772700800000));
      await earlier({ DATA_DIR: folder, DATABASE_URL }, before, [['recordings', RECORDING]]);
      lab = await HttpLab.start(DATABASE_URL, { DATA_DIR: folder });
      expect((await lab.get('/recordings?agentId=a1')).body['items']).toMatchObject([{ id: 'r1', agentIds: ['a1'], decided: true }]);
    } finally {
      await lab?.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});
