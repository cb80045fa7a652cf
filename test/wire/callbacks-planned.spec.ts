import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CallbackLab, CUSTOMER_HZ } from '../support/callback-lab.js';
import { eventually } from '../support/eventually.js';
import type { LabAgent } from '../support/wire-lab.js';

const ANNE = 1700;
const BEN = 1500;
const DISPLAYED = '+33170000098';
const NUMBERS = { own: '+33472000301', api: '+33472000302', queue: '+33472000303' };
const GROUP = { name: 'Suites', dispositions: [{ code: 'LATER', label: 'Rappeler', category: 'argued' }] };

let place: CallbackLab;
let anne: LabAgent;
let ben: LabAgent;

beforeAll(async () => {
  place = await CallbackLab.start();
  const { id } = await place.lab.rest.send('POST', '/disposition-groups', GROUP);
  await place.queue({ ringTimeoutSeconds: 20 });
  await place.campaign({
    messages: { welcomeAudioId: null },
    dispositionGroupId: id,
    displayedNumber: { kind: 'specific', number: DISPLAYED, forced: true },
  });
}, 300_000);

beforeEach(async () => {
  anne = await place.lab.agent('anne', { says: { hz: ANNE } });
});

afterEach(async () => {
  await place.clear();
});

afterAll(async () => {
  await place.stop();
});

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();
const passed = (instant: string): Promise<unknown> =>
  eventually(() => Date.now() > Date.parse(instant), { what: `${instant} to pass`, withinMs: 30_000 });

/** The planned callback reaches this agent, not before its time, and both talk. */
async function servedBy(agent: LabAgent, hz: number, id: string, notBefore: string): Promise<void> {
  const ringing = await agent.phone.nextCall(20_000);
  expect(ringing.invitedAt.date.getTime()).toBeGreaterThanOrEqual(Date.parse(notBefore));
  await ringing.answer();
  const customer = await place.customer();
  expect(customer.fromUser).toBe(DISPLAYED);
  await customer.answer();
  await customer.media.heard.waitForTone(hz);
  await ringing.media.heard.waitForTone(CUSTOMER_HZ);
  await customer.hangUp();
  expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: agent.id });
  expect(place.dialled).toHaveLength(1);
}

describe('a callback that is planned', () => {
  it('by an agent as what comes of a call is that agent’s own: at its time only their telephone rings', async () => {
    const caller = await place.lab.dial({ from: NUMBERS.own });
    const call = await anne.phone.nextCall();
    await call.answer();
    await caller.media.heard.waitForTone(ANNE);
    const { callId } = await place.lab.rest.get(`/agents/${anne.id}/call`);
    await caller.hangUp();
    ben = await place.lab.agent('ben', { says: { hz: BEN } });
    const at = inSeconds(5);
    const said = { callId, code: 'LATER', callback: { number: '04 72 00 03 01', at } };
    await place.lab.rest.send('POST', `/agents/${anne.id}/disposition`, said);
    const planned = await eventually(async () => (await place.lab.rest.get('/callbacks?state=waiting')).items[0], { what: 'the callback' });
    expect(planned).toMatchObject({ number: NUMBERS.own, forAgentId: anne.id, notBefore: at, callId, attempts: 0 });
    await servedBy(anne, ANNE, planned.id, at);
    expect(ben.phone.calls).toHaveLength(0);
  });

  it('over the API for one agent waits for that one: others who are free are not asked', async () => {
    ben = await place.lab.agent('ben', { says: { hz: BEN } });
    await place.lab.rest.send('POST', `/agents/${anne.id}/pause`, { reason: 'lunch' });
    const at = inSeconds(3);
    const id = await place.asked(NUMBERS.api, { agentId: anne.id, notBefore: at });
    await passed(inSeconds(5));
    expect(await place.comesTo(id, 'waiting')).toMatchObject({ attempts: 0, forAgentId: anne.id });
    expect([await place.lab.agentState(ben.id), ben.phone.calls.length, anne.phone.calls.length]).toEqual(['available', 0, 0]);
    await place.lab.rest.send('POST', `/agents/${anne.id}/resume`);
    await servedBy(anne, ANNE, id, at);
    expect(ben.phone.calls).toHaveLength(0);
  });

  it('for the queue reaches whoever is free at its time, and nobody before', async () => {
    await place.lab.rest.send('POST', `/agents/${anne.id}/pause`, { reason: 'lunch' });
    ben = await place.lab.agent('ben', { says: { hz: BEN } });
    const at = inSeconds(4);
    const id = await place.asked(NUMBERS.queue, { notBefore: at });
    await servedBy(ben, BEN, id, at);
    expect(anne.phone.calls).toHaveLength(0);
  });
});
