import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { timelineOf } from '../support/wire-journeys.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const OFFICE = '+33472000010';
const SALES_NUMBER = '+33170000002';
const SALES_CODE = '510';
/** What each party says. */
const CALLER = 1000;
const ANNE = 1700;
const BRUNO = 1500;
const OUTSIDE = 1900;
/** A voice is not mistaken for the music that the caller has on the way. */
const SURELY = { forMs: 1_000 };

let carrier: SippAgent;
let lab: WireLab;
let salesQueueId: string;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '', says: { hz: OUTSIDE } });
  lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}` });
  const settings = { messages: { welcomeAudioId: null, menuAudioId: null }, wrapUpSeconds: 20 };
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, settings);
  const queue = await lab.rest.send('POST', '/queues', { code: SALES_CODE, description: 'Sales', ringTimeoutSeconds: 30 });
  salesQueueId = String(queue.id);
  const { items } = await lab.rest.get('/sites');
  const did = await lab.rest.send('POST', '/dids', { number: SALES_NUMBER, siteId: items[0].id });
  const campaign = { name: 'Sales', didIds: [did.id], queueId: salesQueueId, language: 'fr' };
  const { id } = await lab.rest.send('POST', '/campaigns', { ...campaign, messages: { welcomeAudioId: null } });
  await lab.rest.send('POST', `/campaigns/${String(id)}/start`);
}, 300_000);

afterEach(async () => {
  await Promise.all(carrier.openCalls.map((call) => call.hangUp()));
  await Promise.all(lab.agents.map(({ id }) => lab.rest.ask('POST', `/agents/${id}/sign-out`)));
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

const becomes = (agent: LabAgent, state: string): Promise<unknown> =>
  eventually(async () => (await lab.agentState(agent.id)) === state, { what: `${agent.login} to be ${state}` });
const asks = (agent: LabAgent, what: string, body?: object): Promise<unknown> =>
  lab.rest.send('POST', `/agents/${agent.id}/call/${what}`, body);

interface Conversation {
  readonly anne: LabAgent;
  readonly line: IncomingCall;
  readonly caller: SippCaller;
}

/** Anne, of the first queue, talks to a caller. */
async function annesCaller(from: string, connection: 'per-call' | 'permanent' = 'per-call'): Promise<Conversation> {
  const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: ANNE } }, { connection });
  const caller = await lab.dial({ from, says: { hz: CALLER } });
  const line = await anne.phone.nextCall();
  await caller.media.heard.waitForTone(ANNE, SURELY);
  return { anne, line, caller };
}

/** Bruno, of the other queue only, whose phone rings until it is told. */
async function brunoOfSales(): Promise<LabAgent> {
  const bruno = await lab.agent('bruno', { says: { hz: BRUNO } });
  await lab.rest.send('PUT', `/queues/${salesQueueId}/agents/${bruno.id}`);
  await lab.rest.send('DELETE', `/queues/${lab.queueId}/agents/${bruno.id}`);
  return bruno;
}

async function brunoAnswers(bruno: LabAgent): Promise<IncomingCall> {
  const call = await bruno.phone.nextCall();
  await call.answer();
  return call;
}

async function told(from: string): Promise<string[]> {
  const { id } = await lab.callFrom(from, () => true, 'the call');
  return (await timelineOf(lab, String(id))).map(({ type }) => type);
}

const sales = (): object => ({ kind: 'queue', queueId: salesQueueId });

describe('a caller who is sent to a queue', () => {
  it('stands there by the time they came at: before who came later and stood there first', async () => {
    const bruno = await brunoOfSales();
    await lab.rest.send('POST', `/agents/${bruno.id}/pause`, {});
    const { anne, caller } = await annesCaller('+33611112101');
    const later = await lab.dial({ to: SALES_NUMBER, from: '+33611112102' });
    await lab.callFrom('+33611112102', (call) => call.queuedAt !== null, 'the other caller to stand in the line');
    const { queuedAt } = await lab.callFrom('+33611112101', () => true, 'the call');
    await asks(anne, 'transfer', { to: sales(), mode: 'blind' });
    await lab.callFrom('+33611112101', (call) => call.queueId === salesQueueId && call.queuedAt === queuedAt, 'the caller to stand there');
    await caller.media.heard.waitForSound();
    await lab.rest.send('POST', `/agents/${bruno.id}/resume`);
    const brunos = await brunoAnswers(bruno);
    expect(brunos.fromUser).toBe('+33611112101');
    await caller.media.heard.waitForTone(BRUNO, SURELY);
    expect([later.isOver, await lab.agentState(anne.id)]).toEqual([false, 'wrap-up']);
  });

  it('gets there by the transfer key and the queue’s code as well', async () => {
    const bruno = await brunoOfSales();
    const { anne, line, caller } = await annesCaller('+33611112103');
    expect((await line.refer(`sip:${SALES_CODE}@${LOOPBACK}`)).status).toBe(202);
    const brunos = await brunoAnswers(bruno);
    await caller.media.heard.waitForTone(BRUNO, SURELY);
    await brunos.media.heard.waitForTone(CALLER);
    expect(await lab.agentState(anne.id)).toBe('wrap-up');
  });

  it('has music while the agent asks there first, and then who answered', async () => {
    const bruno = await brunoOfSales();
    const { anne, line, caller } = await annesCaller('+33611112104');
    await asks(anne, 'transfer', { to: sales(), mode: 'attended' });
    const brunos = await brunoAnswers(bruno);
    await Promise.all([line.media.heard.waitForTone(BRUNO), brunos.media.heard.waitForTone(ANNE)]);
    await caller.media.heard.waitForSound();
    await asks(anne, 'transfer/complete');
    await caller.media.heard.waitForTone(BRUNO, SURELY);
    await brunos.media.heard.waitForTone(CALLER);
    await line.endedByPeer();
    expect([await lab.agentState(anne.id), await lab.agentState(bruno.id)]).toEqual(['wrap-up', 'talking']);
  });
});

describe('a caller who is sent to a number', () => {
  it('gets there by the transfer key, as far as the dial policy allows', async () => {
    const { anne, line, caller } = await annesCaller('+33611112105');
    expect((await line.refer(`sip:0472000010@${LOOPBACK}`)).status).toBe(202);
    const outside = await carrier.nextCall();
    expect([outside.fromUser, outside.invite.startLine.includes(OFFICE)]).toEqual(['+33611112105', true]);
    await outside.answer();
    await caller.media.heard.waitForTone(OUTSIDE, SURELY);
    await outside.media.heard.waitForTone(CALLER);
    await becomes(anne, 'wrap-up');
    await caller.hangUp();
    await outside.endedByPeer();
    expect((await lab.ended('+33611112105')).ending.how).toBe('answered');
  });

  it('has music while the agent asks there first, and follows when the agent hangs up', async () => {
    const { anne, line, caller } = await annesCaller('+33611112106');
    await asks(anne, 'transfer', { to: { kind: 'number', number: OFFICE }, mode: 'attended' });
    const outside = await carrier.nextCall();
    await outside.answer();
    await Promise.all([line.media.heard.waitForTone(OUTSIDE), outside.media.heard.waitForTone(ANNE)]);
    await line.hangUp();
    await caller.media.heard.waitForTone(OUTSIDE, SURELY);
    await outside.media.heard.waitForTone(CALLER);
    await becomes(anne, 'wrap-up');
  });

  it('and who leaves in the moment in which that number hangs up has one ending', async () => {
    const { anne, caller } = await annesCaller('+33611112107');
    await asks(anne, 'transfer', { to: { kind: 'number', number: OFFICE }, mode: 'blind' });
    const outside = await carrier.nextCall();
    await outside.answer();
    await caller.media.heard.waitForTone(OUTSIDE, SURELY);
    await Promise.all([caller.hangUp(), outside.hangUp()]);
    expect((await lab.ended('+33611112107')).ending.how).toBe('answered');
    expect((await told('+33611112107')).filter((type) => type === 'call-ended')).toHaveLength(1);
  });
});

describe('a caller whom nobody takes where they were sent', () => {
  it('is with the agent again after half a minute of ringing, a colleague’s or a number’s', async () => {
    const bruno = await brunoOfSales();
    const { anne, caller } = await annesCaller('+33611112108');
    const carla = await lab.agent('carla', { behaviour: { does: 'answer' }, says: { hz: ANNE } });
    const other = await lab.dial({ from: '+33611112109', says: { hz: CALLER } });
    await other.media.heard.waitForTone(ANNE, SURELY);

    await asks(carla, 'transfer', { to: { kind: 'number', number: OFFICE }, mode: 'attended' });
    await asks(anne, 'transfer', { to: { kind: 'agent', agentId: bruno.id }, mode: 'blind' });
    const [outside, brunos] = [await carrier.nextCall(), await bruno.phone.nextCall()];
    const ended = async (from: string, type: string): Promise<unknown> =>
      eventually(async () => (await told(from)).includes(type), { what: `${type} to be told`, withinMs: 45_000, everyMs: 500 });
    await Promise.all([
      ...[outside.ended(45_000), ended('+33611112109', 'consultation-ended')],
      ...[brunos.ended(45_000), ended('+33611112108', 'transfer-failed')],
    ]);
    await Promise.all([caller, other].map(({ media }) => media.heard.waitForTone(ANNE, SURELY)));
    expect([await lab.agentState(anne.id), await lab.agentState(carla.id)]).toEqual(['talking', 'talking']);
  }, 90_000);
});

describe('an agent whose phone stays connected', () => {
  it('holds by request and by the phone’s key, asks a colleague and sends callers on: the phone stays connected', async () => {
    const bruno = await brunoOfSales();
    const { anne, line, caller } = await annesCaller('+33611112110', 'permanent');
    await asks(anne, 'hold');
    await line.media.heard.waitForSilence();
    await asks(anne, 'unhold');
    await Promise.all([caller.media.heard.waitForTone(ANNE, SURELY), line.media.heard.waitForTone(CALLER)]);
    expect((await line.hold()).status).toBe(200);
    await line.media.heard.waitForSilence();
    expect((await line.unhold()).status).toBe(200);
    await Promise.all([caller.media.heard.waitForTone(ANNE, SURELY), line.media.heard.waitForTone(CALLER)]);
    expect((await told('+33611112110')).filter((type) => type.includes('held'))).toEqual([
      'call-held',
      'call-unheld',
      'call-held',
      'call-unheld',
    ]);

    await asks(anne, 'transfer', { to: { kind: 'agent', agentId: bruno.id }, mode: 'attended' });
    const asked = await brunoAnswers(bruno);
    await Promise.all([line.media.heard.waitForTone(BRUNO, SURELY), asked.media.heard.waitForTone(ANNE)]);
    await asks(anne, 'transfer/complete');
    await caller.media.heard.waitForTone(BRUNO, SURELY);
    await becomes(anne, 'wrap-up');
    await caller.hangUp();
    await Promise.all([anne, bruno].map(({ id }) => lab.rest.ask('POST', `/agents/${id}/wrap-up/end`)));

    const second = await lab.dial({ from: '+33611112111', says: { hz: CALLER } });
    await second.media.heard.waitForTone(ANNE, SURELY);
    await asks(anne, 'transfer', { to: { kind: 'agent', agentId: bruno.id }, mode: 'blind' });
    await brunoAnswers(bruno);
    await second.media.heard.waitForTone(BRUNO, SURELY);
    await becomes(anne, 'wrap-up');
    expect([anne.phone.calls.length, line.isOver]).toEqual([1, false]);
  });
});
