import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippCaller } from '../support/sip/sipp-caller.js';
import { LOOPBACK } from '../support/sip/udp-socket.js';
import { timelineOf } from '../support/wire-journeys.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

/** What each party says. */
const CALLER = 1000;
const ANNE = 1700;
const BRUNO = 1500;

let lab: WireLab;
let anne: LabAgent;
let bruno: LabAgent;
let caller: SippCaller;
let from: string;
let callers = 0;
let line: IncomingCall;
const secondLines: SippCaller[] = [];

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: null, menuAudioId: null } });
}, 300_000);

beforeEach(async () => {
  anne = await lab.agent('anne', { says: { hz: ANNE } });
  bruno = await lab.agent('bruno', { says: { hz: BRUNO } });
  await lab.rest.send('PATCH', `/agents/${bruno.id}`, { extension: '202' });
  await lab.rest.send('POST', `/agents/${bruno.id}/pause`, {});
  callers += 1;
  from = `+3361111160${String(callers)}`;
  caller = await lab.dial({ from, says: { hz: CALLER } });
  line = await anne.phone.nextCall();
  await line.answer();
  await caller.media.heard.waitForTone(ANNE);
  await lab.rest.send('POST', `/agents/${bruno.id}/resume`);
}, 60_000);

afterEach(async () => {
  await Promise.all(secondLines.splice(0).map((each) => each.close()));
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

async function dialsOnTheSecondLine(): Promise<SippCaller> {
  const account = await lab.rest.get(`/agents/${anne.id}/sip-account`);
  const { sipp } = await labPrograms();
  const credentials = { username: String(account.username), password: String(account.password) };
  const second = await SippCaller.dial({ sipp, pbx: lab.pbx, to: '202', from: credentials.username, credentials, says: { hz: ANNE } });
  secondLines.push(second);
  return second;
}

async function told(...types: readonly string[]): Promise<void> {
  const { id } = await lab.callFrom(from, () => true, 'the call');
  await eventually(
    async () => {
      const timeline = (await timelineOf(lab, id)).map(({ type }) => type).filter((type) => /held|consultation/.test(type));
      return timeline.join() === types.join();
    },
    { what: `the timeline to tell ${types.join()}` },
  );
}

describe('an agent who holds the line and asks a colleague on the second one', () => {
  it('has the caller on hold when the colleague hangs up, and takes them back with the key', async () => {
    expect((await line.hold()).status).toBe(200);
    const second = await dialsOnTheSecondLine();
    const other = await bruno.phone.nextCall();
    await other.answer();
    await second.media.heard.waitForTone(BRUNO);
    await other.hangUp();
    await second.endedByPeer();
    await caller.media.heard.waitForSound();
    expect(caller.media.heard.tone(ANNE)).toBe(false);
    expect(await lab.rest.ask('POST', `/agents/${anne.id}/call/unhold`)).toMatchObject({ status: 409, body: { code: 'held-on-phone' } });
    expect((await line.unhold()).status).toBe(200);
    await caller.media.heard.waitForTone(ANNE);
    await line.media.heard.waitForTone(CALLER);
    await told('call-held', 'consultation-begun', 'consultation-connected', 'consultation-ended', 'call-unheld');
  });
});

describe('the keys of a phone', () => {
  it('hold the line and take it up again at once: agent and caller talk on', async () => {
    expect([(await line.hold()).status, (await line.unhold()).status]).toEqual([200, 200]);
    await told('call-held', 'call-unheld');
    await caller.media.heard.waitForTone(ANNE);
    await line.media.heard.waitForTone(CALLER);
  });

  it('transfer nobody while their agent is consulted: the phone is told so, and both agents talk on', async () => {
    await lab.rest.send('POST', `/agents/${anne.id}/call/transfer`, { to: { kind: 'agent', agentId: bruno.id }, mode: 'attended' });
    const other = await bruno.phone.nextCall();
    await other.answer();
    await line.media.heard.waitForTone(BRUNO);
    await other.refer(`sip:201@${LOOPBACK}`);
    await eventually(() => Promise.resolve(other.transferProgress.includes(603)), { what: 'the refusal of the transfer' });
    await line.media.heard.waitForTone(BRUNO);
    await other.media.heard.waitForTone(ANNE);
  });
});
