import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { labPrograms } from '../support/sip/lab-programs.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { SippCaller } from '../support/sip/sipp-caller.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { eventually } from '../support/eventually.js';
import { timelineOf } from '../support/wire-journeys.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const OFFICE = '+33472000010';
const FROM = '+33611111601';
/** What each party says. */
const CALLER = 1000;
const ANNE = 1700;
const BRUNO = 1500;
const OUTSIDE = 1900;

let carrier: SippAgent;
let lab: WireLab;
let anne: LabAgent;
let bruno: LabAgent;
let caller: SippCaller;
let line: IncomingCall;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '', says: { hz: OUTSIDE } });
  lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}` });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null, menuAudioId: null },
    wrapUpSeconds: 20,
  });
}, 300_000);

beforeEach(async () => {
  anne = await lab.agent('anne', { says: { hz: ANNE } });
  bruno = await lab.agent('bruno', { says: { hz: BRUNO } });
  await lab.rest.send('PATCH', `/agents/${bruno.id}`, { extension: '202' });
  await lab.rest.send('POST', `/agents/${bruno.id}/pause`, {});
  caller = await lab.dial({ from: FROM, says: { hz: CALLER } });
  line = await anne.phone.nextCall();
  await line.answer();
  await caller.media.heard.waitForTone(ANNE);
  await lab.rest.send('POST', `/agents/${bruno.id}/resume`);
}, 60_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

const asks = (what: string, body?: object): Promise<unknown> => lab.rest.send('POST', `/agents/${anne.id}/call/${what}`, body);
const toBruno = (): object => ({ kind: 'agent', agentId: bruno.id });
const becomes = (agent: LabAgent, state: string): Promise<unknown> =>
  eventually(async () => (await lab.agentState(agent.id)) === state, { what: `${agent.login} to be ${state}` });

async function brunoAnswers(): Promise<IncomingCall> {
  const ringing = await bruno.phone.nextCall();
  await ringing.answer();
  return ringing;
}

describe('a caller on hold', () => {
  it('has music, which the agent does not hear, and then the agent again', async () => {
    await asks('hold');
    await caller.media.heard.waitForSound();
    await line.media.heard.waitForSilence();
    expect(caller.media.heard.tone(ANNE)).toBe(false);
    await asks('unhold');
    await caller.media.heard.waitForTone(ANNE);
    await line.media.heard.waitForTone(CALLER);
  });

  it('is there by the key of the agent’s phone as well', async () => {
    expect((await line.hold()).status).toBe(200);
    const { id } = await lab.callFrom(FROM, () => true, 'the call');
    const told = async (type: string): Promise<boolean> => (await timelineOf(lab, id)).some((entry) => entry.type === type);
    await eventually(() => told('call-held'), { what: 'the hold to be told' });
    await caller.media.heard.waitForSound();
    expect((await line.unhold()).status).toBe(200);
    await caller.media.heard.waitForTone(ANNE);
    await eventually(() => told('call-unheld'), { what: 'the way back to be told' });
  });

  it('keeps the music while the backend is killed, and is taken back afterwards', async () => {
    await asks('hold');
    await caller.media.heard.waitForSound();
    await lab.backend.kill();
    await caller.media.heard.waitForSound();
    await lab.backend.start();
    await becomes(anne, 'talking');
    await eventually(async () => (await lab.rest.ask('POST', `/agents/${anne.id}/call/unhold`)).status === 200, { what: 'the way back' });
    await caller.media.heard.waitForTone(ANNE);
  });
});

describe('a caller who is sent on', () => {
  it('talks to the colleague, and the first agent wraps up', async () => {
    await asks('transfer', { to: toBruno(), mode: 'blind' });
    await line.endedByPeer();
    const other = await brunoAnswers();
    await caller.media.heard.waitForTone(BRUNO);
    await other.media.heard.waitForTone(CALLER);
    expect([await lab.agentState(anne.id), await lab.agentState(bruno.id)]).toEqual(['wrap-up', 'talking']);
    expect(other.fromUser).toBe(FROM);
    await other.hangUp();
    expect(await lab.ended(FROM)).toMatchObject({ agentId: bruno.id, ending: { how: 'answered', blame: 'agent' } });
  });

  it('is back with who sent them when the colleague refuses', async () => {
    bruno.phone.behaviour = { does: 'refuse', code: 603 };
    await asks('transfer', { to: toBruno(), mode: 'blind' });
    await becomes(anne, 'wrap-up');
    await lab.rest.send('POST', `/agents/${anne.id}/wrap-up/end`);
    const again = await anne.phone.nextCall();
    await again.answer();
    await caller.media.heard.waitForTone(ANNE);
  });

  it('talks to a number outside, which the dial policy allows', async () => {
    const refused = await lab.rest.ask('POST', `/agents/${anne.id}/call/transfer`, {
      to: { kind: 'number', number: '0899123456' },
      mode: 'blind',
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'number-denied-prefix' } });
    await asks('transfer', { to: { kind: 'number', number: OFFICE }, mode: 'blind' });
    const outside = await carrier.nextCall();
    expect([outside.fromUser, outside.invite.startLine.includes(OFFICE)]).toEqual([FROM, true]);
    await outside.answer();
    await caller.media.heard.waitForTone(OUTSIDE);
    await outside.media.heard.waitForTone(CALLER);
    await outside.hangUp();
    await caller.endedByPeer();
    expect((await lab.ended(FROM)).ending).toMatchObject({ how: 'answered', blame: 'outside' });
  });

  it('has music while both agents talk, and goes to the second when the first hangs up', async () => {
    await asks('transfer', { to: toBruno(), mode: 'attended' });
    const other = await brunoAnswers();
    await line.media.heard.waitForTone(BRUNO);
    await other.media.heard.waitForTone(ANNE);
    await caller.media.heard.waitForSound();
    expect([caller.media.heard.tone(BRUNO), caller.media.heard.tone(ANNE)]).toEqual([false, false]);
    await line.hangUp();
    await caller.media.heard.waitForTone(BRUNO);
    await other.media.heard.waitForTone(CALLER);
    expect([await lab.agentState(anne.id), await lab.agentState(bruno.id)]).toEqual(['wrap-up', 'talking']);
  });

  it('is handed over although the backend was killed while both agents talked', async () => {
    await asks('transfer', { to: toBruno(), mode: 'attended' });
    const other = await brunoAnswers();
    await line.media.heard.waitForTone(BRUNO);
    await lab.backend.kill();
    await other.media.heard.waitForTone(ANNE);
    await lab.backend.start();
    await eventually(async () => (await lab.rest.ask('POST', `/agents/${anne.id}/call/transfer/complete`)).status === 200, {
      what: 'the handing over',
    });
    await caller.media.heard.waitForTone(BRUNO);
    await line.endedByPeer();
  });
});

describe('the transfer key of the agent’s phone', () => {
  it('sends the caller to the extension that was dialled', async () => {
    expect((await line.refer(`sip:202@${LOOPBACK}`)).status).toBe(202);
    await brunoAnswers();
    await caller.media.heard.waitForTone(BRUNO);
    expect(await lab.agentState(anne.id)).toBe('wrap-up');
  });

  it('sends nobody to a number that may not be dialled', async () => {
    await line.refer(`sip:0899123456@${LOOPBACK}`);
    await line.media.heard.waitForTone(CALLER);
    expect([await lab.agentState(anne.id), carrier.openCalls.length]).toEqual(['talking', 0]);
  });

  it('joins the caller and whom the agent asked on a second line', async () => {
    expect((await line.hold()).status).toBe(200);
    const account = await lab.rest.get(`/agents/${anne.id}/sip-account`);
    const { sipp } = await labPrograms();
    const credentials = { username: String(account.username), password: String(account.password) };
    const second = await SippCaller.dial({ sipp, pbx: lab.pbx, to: '202', from: credentials.username, credentials, says: { hz: ANNE } });
    const other = await brunoAnswers();
    await second.media.heard.waitForTone(BRUNO);
    await other.media.heard.waitForTone(ANNE);
    await caller.media.heard.waitForSound();
    expect((await line.refer(second.replacing)).status).toBe(202);
    await caller.media.heard.waitForTone(BRUNO);
    await other.media.heard.waitForTone(CALLER);
    await second.endedByPeer();
    await second.close();
    expect(await lab.agentState(bruno.id)).toBe('talking');
  });
});
