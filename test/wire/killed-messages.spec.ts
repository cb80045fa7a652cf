import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backend } from '../support/backend.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import type { Moment } from '../support/held-line.js';
import { KillLab } from '../support/kill-lab.js';
import { Rest, type RestAnswer } from '../support/rest.js';
import { toneWav } from '../support/sip/tone-wav.js';
import { timelineOf } from '../support/wire-journeys.js';

const HOUR = 3_600_000;
const CALLER = '+33611112101';

interface Colleague {
  readonly agentId: string;
  readonly queueId: string;
}

/** What is done with a message, in one transaction. */
interface Deed {
  readonly name: 'claimed' | 'released' | 'closed' | 'taken back';
  readonly before: 'new' | 'claimed';
  readonly after: 'new' | 'claimed' | 'closed';
  /** Who asks for it again after a death that undid it; null: the next backend sees to it by itself. */
  readonly again: 'agent' | null;
  readonly ask: (id: string, agentId: string) => Promise<unknown>;
}

const post = (path: string): Promise<unknown> => kill.lab.rest.ask('POST', path, path.endsWith('/close') ? {} : undefined);
const DEEDS: readonly Deed[] = [
  { name: 'claimed', before: 'new', after: 'claimed', again: 'agent', ask: (_, agentId) => post(`/agents/${agentId}/voicemails/next`) },
  { name: 'released', before: 'claimed', after: 'new', again: 'agent', ask: (id) => post(`/voicemails/${id}/release`) },
  { name: 'closed', before: 'claimed', after: 'closed', again: 'agent', ask: (id) => post(`/voicemails/${id}/close`) },
  { name: 'taken back', before: 'claimed', after: 'new', again: null, ask: (_, agentId) => post(`/agents/${agentId}/sign-out`) },
];

/** Where in the transaction the backend dies, whose update is this one. */
const MOMENTS: readonly (readonly [title: string, says: (update: RegExp) => RegExp[], moment: Moment, holds: boolean])[] = [
  ['before anything of it is written', (update) => [update], 'asked', false],
  ['when all of it is written but the last word', (update) => [update, /COMMIT/], 'asked', false],
  ['when it holds, and we do not know', (update) => [update, /COMMIT/], 'done', true],
];

let kill: KillLab;
let callId: string;
let team: Colleague[];
let laterId: string;
let messages = 0;

beforeAll(async () => {
  kill = await KillLab.start();
  const { lab } = kill;
  const caller = await lab.dial({ from: CALLER });
  callId = String((await lab.callFrom(CALLER, () => true, 'the call')).id);
  await caller.hangUp();
  await lab.ended(CALLER);
  team = [];
  for (const [index, { name }] of DEEDS.entries()) {
    const phone = { kind: 'endpoint', endpoint: 'PJSIP/nobody' };
    const { id: agentId } = await lab.rest.send('POST', '/agents', { login: `agent${String(index)}`, displayName: name, phone });
    const { id: queueId } = await lab.rest.send('POST', '/queues', { code: `60${String(index)}`, agentIds: [agentId] });
    team.push({ agentId: String(agentId), queueId: String(queueId) });
  }
  laterId = String((await lab.rest.send('POST', '/queues', { code: '700' })).id);
}, 300_000);

beforeEach(async () => {
  await kill.rows('DELETE FROM @voicemails');
});

afterAll(async () => {
  await kill.stop();
});

/** A message of our call that was left so long ago; `heldBy`: who has claimed it. */
async function message(queueId: string, hoursAgo: number, heldBy: string | null = null): Promise<string> {
  const id = `MESSAGE${String(messages++).padStart(3, '0')}`;
  const quoted = (value: string | null): string => (value === null ? 'NULL' : `'${value}'`);
  const claimed = heldBy === null ? 'NULL' : String(Date.now() - 2 * 60_000);
  const state = heldBy === null ? 'new' : 'claimed';
  await kill.rows(
    `INSERT INTO @voicemails (id, callId, campaignId, queueId, caller, receivedAt, durationMs, bytes, sha256, state, heldBy, agentId, claimedAt)
     VALUES ('${id}', '${callId}', '${kill.lab.campaignId}', '${queueId}', '${CALLER}', ${String(Date.now() - hoursAgo * HOUR)}, 3000, 48044,
     '${'f'.repeat(64)}', '${state}', ${quoted(heldBy)}, ${quoted(heldBy)}, ${claimed})`,
  );
  return id;
}

/** A step that was not told, of a process that died, counts as forgotten after a minute; here that has passed at once. */
const aMinutePasses = (): Promise<unknown> => kill.rows('UPDATE @voicemail_steps SET at = at - 120000');

async function stepsOf(id: string): Promise<string[]> {
  const facts: RestAnswer['body'][] = await timelineOf(kill.lab, callId);
  return facts.filter(({ voicemailId }) => voicemailId === id).map(({ type }) => type as string);
}

async function toldOnce(id: string, step: string): Promise<void> {
  await eventually(async () => (await stepsOf(id)).length > 0, { what: `the journal to tell of ${id}` });
  await eventually(async () => (await kill.rows('SELECT id FROM @voicemail_steps')).length === 0, { what: 'every step to be told' });
  expect([id, await stepsOf(id)]).toEqual([id, [step]]);
}

describe('the backend is killed while agents work on messages', () => {
  it.each(DEEDS.flatMap((deed, index) => MOMENTS.map(([title, says, moment, holds]) => ({ deed, index, title, says, moment, holds }))))(
    '$title: a message is $deed.name once',
    async ({ deed, index, says, moment, holds }) => {
      const { lab, toDatabase } = kill;
      const { before, after, again, ask, name } = deed;
      const { agentId = '', queueId = '' } = team[index] ?? {};
      await lab.rest.ask('POST', `/agents/${agentId}/sign-in`);
      const id = await message(queueId, 1, before === 'claimed' ? agentId : null);
      const state = async (): Promise<string> => String((await lab.rest.get(`/voicemails/${id}`)).state);
      const held = toDatabase.hold(says(new RegExp(`UPDATE .voicemails. SET .state. = '${after}'[^]*'${id}'`)), moment);
      void ask(id, agentId).catch(() => undefined);
      await held;
      await kill.die(aMinutePasses);
      if (again !== null) expect(await state()).toBe(holds ? after : before);
      if (again !== null && !holds) await ask(id, agentId);
      await eventually(async () => (await state()) === after, { what: `the message to be ${name}` });
      expect((await lab.rest.get(`/voicemails/${id}`)).agentId).toBe(after === 'new' ? null : agentId);
      await toldOnce(id, `voicemail-${name === 'taken back' ? 'released' : name}`);
    },
    30_000,
  );

  it.each(['asked', 'done'] as const)(
    'and one is to be heard, the telephone %s: it is still the agent’s, who is free',
    async (moment) => {
      const { lab, toPbx } = kill;
      const anne = await lab.agent('anne');
      const id = await message(lab.queueId, 1);
      const folder = join(lab.environment['DATA_DIR'] ?? '', 'voicemails');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${id}.wav`), toneWav([{ hz: 1300, ms: 1_000 }]));
      const own = await Rest.signIn(lab.backend.baseUrl, 'anne', 'password of anne');
      await own.send('POST', '/agent/voicemails/next');
      const held = toPbx.hold([/POST \/ari\/channels\/guichet-message-/], moment);
      void own.ask('POST', `/voicemails/${id}/play`).catch(() => undefined);
      await held;
      await kill.die();
      await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'Anne to be free' });
      expect(await lab.rest.get(`/voicemails/${id}`)).toMatchObject({ state: 'claimed', agentId: anne.id });
      expect([anne.phone.calls.length, anne.phone.openCalls]).toEqual([moment === 'asked' ? 0 : 1, []]);
      await lab.clear();
    },
    60_000,
  );

  it.each(['asked', 'done'] as const)(
    'and one is to be called back, the link of both %s: asked again, it is one callback',
    async (moment) => {
      const { lab, toDatabase } = kill;
      const first = team[0];
      if (first === undefined) throw new Error('nobody is in the team');
      const { agentId, queueId } = first;
      await lab.rest.ask('POST', `/agents/${agentId}/sign-in`);
      await lab.rest.send('POST', `/agents/${agentId}/pause`, { reason: 'lunch' });
      const id = await message(queueId, 1, agentId);
      const held = toDatabase.hold([new RegExp(`UPDATE .voicemails. SET .callbackId.[^]*'${id}'`)], moment);
      void lab.rest.ask('POST', `/voicemails/${id}/call-back`).catch(() => undefined);
      await held;
      await kill.die();
      const { callbackId } = await lab.rest.send('POST', `/voicemails/${id}/call-back`);
      const { items } = await lab.rest.get('/callbacks?state=waiting');
      expect(items).toMatchObject([{ id: callbackId, number: CALLER, attempts: 0 }]);
      await lab.rest.send('DELETE', `/callbacks/${String(callbackId)}`);
      await lab.rest.send('POST', `/agents/${agentId}/sign-out`);
    },
    60_000,
  );
});

describe('of two Guichets on one database that look for overdue messages', () => {
  it.each(MOMENTS)(
    'one is killed %s: each message moves once, and is told once',
    async (_, says, moment, holds) => {
      const { lab, toDatabase } = kill;
      await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { voicemail: { overflowQueueId: laterId } });
      await lab.backend.stop();
      const ids = [await message(lab.queueId, 27), await message(lab.queueId, 26), await message(lab.queueId, 25)];
      const other = await secondGuichet();
      try {
        const held = toDatabase.hold(says(new RegExp(`UPDATE .voicemails. SET .queueId.[^]*'${String(ids[0])}'`)), moment);
        void lab.backend.start().catch(() => undefined);
        await held;
        await other.backend.start();
        const left = async (): Promise<number> => (await kill.rows('SELECT id FROM @voicemails WHERE movedAt IS NULL')).length;
        const waits = async (): Promise<boolean> => {
          const doing = (await kill.maria.query('SHOW FULL PROCESSLIST')) as { readonly Info: string | null }[];
          return doing.some(({ Info }) => Info?.startsWith('UPDATE `voicemails`') === true);
        };
        await eventually(async () => (await left()) === 0 || (await waits()), { what: 'the other one to look' });
        await lab.backend.kill();
        await eventually(async () => (await left()) === 0, { what: 'all messages to be moved' });
      } finally {
        await other.stop();
      }
      toDatabase.letGo();
      await aMinutePasses();
      await lab.backend.start();
      for (const id of ids) {
        expect(await lab.rest.get(`/voicemails/${id}`)).toMatchObject({ state: 'new', queueId: laterId, movedFromQueueId: lab.queueId });
        await toldOnce(id, 'voicemail-moved');
      }
      expect(holds).toBe(moment === 'done');
    },
    90_000,
  );
});

/** Another one on the same database and PBX, with a data directory and an application of its own. */
async function secondGuichet(): Promise<{ readonly backend: Backend; stop(): Promise<void> }> {
  const { lab, maria, database } = kill;
  const folder = mkdtempSync(join(tmpdir(), 'guichet-second-'));
  copyFileSync(join(lab.environment['DATA_DIR'] ?? '', 'master-key'), join(folder, 'master-key'));
  const own = { DATA_DIR: folder, HTTP_PORT: String(await freePort()), ARI_APP: 'guichet-second', DATABASE_URL: maria.url(database) };
  const backend = new Backend({ ...lab.environment, ...own });
  const stop = async (): Promise<void> => {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { backend, stop };
}
