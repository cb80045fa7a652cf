import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import { JournalService } from '../../src/modules/calls/journal.service.js';
import { VoicemailCountsService } from '../../src/modules/voicemails/voicemail-counts.service.js';
import { VoicemailOverflowService } from '../../src/modules/voicemails/voicemail-overflow.service.js';
import { VoicemailStepsService } from '../../src/modules/voicemails/voicemail-steps.service.js';
import { VoicemailWorkService } from '../../src/modules/voicemails/voicemail-work.service.js';
import { HttpLab, MARIADB, type DatabaseServer } from '../support/http-lab.js';
import { agentState } from '../support/journal-entries.js';
import { journalCatchesUp, leaveMessage } from '../support/messages.js';

const HOUR = 3_600_000;
const MESSAGES = 30;
let server: DatabaseServer;
let labs: [HttpLab, HttpLab];
let queueId: string;
let laterId: string;
let campaignId: string;
let agentIds: string[];
let round = 0;

beforeAll(async () => {
  server = await MARIADB.start();
  const url = await server.fresh();
  labs = [await HttpLab.start(url), await HttpLab.start(url)];
  const [lab] = labs;
  agentIds = [];
  for (const login of ['ann', 'ben', 'cid', 'dan']) {
    const phone = { kind: 'endpoint', endpoint: `PJSIP/${login}` };
    agentIds.push(String((await lab.made('/agents', { login, phone }))['id']));
  }
  queueId = String((await lab.made('/queues', { code: '500', agentIds }))['id']);
  laterId = String((await lab.made('/queues', { code: '501' }))['id']);
  const siteId = String((await lab.made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
  const did = String((await lab.made('/dids', { number: '+33174990010', siteId }))['id']);
  const voicemail = { overflowQueueId: laterId };
  campaignId = String((await lab.made('/campaigns', { name: 'Messages', didIds: [did], queueId, voicemail }))['id']);
  // The second instance learns of the agents as it starts.
  await labs[1].restart();
  for (const each of labs) for (const id of agentIds) await each.desk.ask(brandId<AgentId>(id), { type: 'sign-in' });
  await lab.app.get(JournalService).write(agentIds.map((id) => agentState(id, 'available')));
}, 180_000);

afterAll(async () => {
  for (const lab of labs) await lab.stop();
  await server.stop();
});

/** Messages of this round, left at `receivedAt`. */
async function left(receivedAt: number): Promise<string[]> {
  const names = Array.from({ length: MESSAGES }, (_, index) => `${round}-${String(index).padStart(2, '0')}`);
  for (const [index, id] of names.entries()) await leaveMessage(labs[0], id, { queueId, campaignId, receivedAt: receivedAt + index });
  return names;
}

function told(type: string): string[] {
  const facts = labs.flatMap(({ desk }) => desk.recorded.map(({ fact }) => fact));
  return facts.flatMap((fact) => (fact.type === type && 'voicemailId' in fact ? [fact.voicemailId] : []));
}

beforeEach(async () => {
  round += 1;
  for (const lab of labs) await journalCatchesUp(lab);
});

test('however many agents of two instances ask at once, each message has one of them, and each agent one message', async () => {
  const names = await left(Date.parse('2026-02-02T09:00:00Z'));
  const asked = agentIds.flatMap((id) => [...labs, ...labs].map((lab) => lab.post(`/agents/${id}/voicemails/next`)));
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const byAgent = new Map(answers.map(({ body }) => [body['agentId'], body['id']]));
  expect(byAgent.size).toBe(agentIds.length);
  for (const { body } of answers) expect(body['id']).toBe(byAgent.get(body['agentId']));
  expect([...byAgent.values()].sort()).toEqual(names.slice(0, agentIds.length));
  expect(told('voicemail-claimed').sort()).toEqual(names.slice(0, agentIds.length));
  const closings = [...byAgent.values()].flatMap((id) => labs.map((lab) => lab.post(`/voicemails/${String(id)}/close`, {})));
  const statuses = (await Promise.all(closings)).map(({ status }) => status).sort();
  expect(statuses).toEqual([...agentIds.map(() => 200), ...agentIds.map(() => 409)]);
});

test('of two instances that look at once, one moves each overdue message, across the night in which the clocks change', async () => {
  // In Paris it is four in the afternoon, and a day of 24 hours later it is five.
  const receivedAt = Date.parse('2026-03-28T15:00:00Z');
  const names = await left(receivedAt);
  const overflows = labs.map((lab) => lab.app.get(VoicemailOverflowService));
  const look = (at: number): Promise<unknown> => Promise.all(overflows.map((overflow) => overflow.moveOverdue(at)));
  await look(receivedAt + 24 * HOUR - 1);
  expect(told('voicemail-moved').filter((id) => names.includes(id))).toEqual([]);
  await look(receivedAt + 24 * HOUR + MESSAGES);
  expect(
    told('voicemail-moved')
      .filter((id) => names.includes(id))
      .sort(),
  ).toEqual(names);
  await look(receivedAt + 96 * HOUR);
  expect(told('voicemail-moved').filter((id) => names.includes(id))).toHaveLength(MESSAGES);
  const moved = { queueId: laterId, movedFromQueueId: queueId, movedAt: expect.any(String), state: 'new' };
  expect((await labs[1].get(`/voicemails/${names[0] ?? ''}`)).body).toMatchObject(moved);
});

test('a claimed message stays until it is released, and then moves; a campaign without another queue keeps its messages', async () => {
  const receivedAt = Date.parse('2026-01-10T09:00:00Z');
  const names = await left(receivedAt);
  const [first = ''] = names;
  const agent = agentIds[0] ?? '';
  expect((await labs[1].post(`/agents/${agent}/voicemails/next`)).body).toMatchObject({ id: first });
  const overflow = labs[0].app.get(VoicemailOverflowService);
  const later = receivedAt + 25 * HOUR;
  await overflow.moveOverdue(later);
  expect((await labs[0].get(`/voicemails/${first}`)).body).toMatchObject({ queueId, movedAt: null });
  await labs[0].post(`/voicemails/${first}/release`);
  expect((await labs[0].patch(`/campaigns/${campaignId}`, { voicemail: { overflowAfterHours: null } })).status).toBe(200);
  await overflow.moveOverdue(later);
  expect((await labs[0].get(`/voicemails/${first}`)).body).toMatchObject({ queueId });
  await labs[0].patch(`/campaigns/${campaignId}`, { voicemail: { overflowAfterHours: 24 } });
  await overflow.moveOverdue(later);
  expect((await labs[0].get(`/voicemails/${first}`)).body).toMatchObject({ queueId: laterId, movedFromQueueId: queueId });
});

test('killed after a step holds and before it is told, the step is told by one of the instances', async () => {
  const names = await left(Date.parse('2026-02-03T09:00:00Z'));
  const [lab, other] = labs;
  // From here on nothing that the first instance tells is heard by anybody.
  lab.desk.record = () => undefined;
  const agent = agentIds[1] ?? '';
  const { body } = await lab.post(`/agents/${agent}/voicemails/next`);
  await lab.restart();
  expect((await lab.get(`/voicemails/${names[0] ?? ''}`)).body).toMatchObject({ id: body['id'], state: 'claimed', agentId: agent });
  const steps = [lab, other].map((each) => each.app.get(VoicemailStepsService));
  await Promise.all(steps.map((each) => each.retell(Date.now())));
  expect(told('voicemail-claimed')).toEqual([]);
  await Promise.all(steps.map((each) => each.retell(Date.now() + 61_000)));
  expect(told('voicemail-claimed')).toEqual([body['id']]);
  for (const each of labs) await journalCatchesUp(each);
  await Promise.all(steps.map((each) => each.retell(Date.now() + 180_000)));
  expect(told('voicemail-claimed')).toEqual([]);
});

test('what is held by an agent who is signed out for all that the journal knows comes back; what others hold does not', async () => {
  const [lab, other] = labs;
  const [gone = '', stays = ''] = [agentIds[2], agentIds[3]];
  await lab.restart();
  await other.desk.ask(brandId<AgentId>(gone), { type: 'sign-in' }).catch(() => undefined);
  const held = (await other.post(`/agents/${gone}/voicemails/next`)).body['id'] as string;
  const kept = (await other.post(`/agents/${stays}/voicemails/next`)).body['id'] as string;
  await other.app.get(JournalService).write([agentState(gone, 'signed-out')]);
  const work = lab.app.get(VoicemailWorkService);
  await work.releaseLeftBehind(Date.now());
  expect((await lab.get(`/voicemails/${held}`)).body).toMatchObject({ state: 'claimed' });
  await work.releaseLeftBehind(Date.now() + 61_000);
  expect((await lab.get(`/voicemails/${held}`)).body).toMatchObject({ state: 'new', agentId: null });
  expect((await lab.get(`/voicemails/${kept}`)).body).toMatchObject({ state: 'claimed', agentId: stays });
});

test('an instance counts what happened on the other one when it next looks', async () => {
  const counts = labs.map((lab) => lab.app.get(VoicemailCountsService));
  await Promise.all(counts.map((each) => each.recount()));
  const total = (await labs[0].get(`/voicemails?queueId=${queueId}&state=new&pageSize=1`)).body['total'] as number;
  expect(total).toBeGreaterThan(0);
  expect(counts.map((each) => each.byQueue().get(queueId)?.new)).toEqual([total, total]);
});
