import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CallbackLab, CUSTOMER_HZ } from '../support/callback-lab.js';
import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { isSilent } from '../support/sip/tone-analysis.js';
import { TONES, type LabAgent } from '../support/wire-lab.js';

/** What each party says. */
const ANNE = 1700;
const BEN = 1500;
const TENTH_OF_A_SECOND = 800;

let place: CallbackLab;
let customers = 0;

beforeAll(async () => {
  place = await CallbackLab.start();
}, 300_000);

beforeEach(async () => {
  await place.queue({ ringTimeoutSeconds: 3 });
  await place.campaign({
    messages: { welcomeAudioId: null },
    callback: { dialFirst: 'agent', retryAfterSeconds: 10, maxAttempts: 3 },
  });
});

afterEach(async () => {
  await place.clear();
});

afterAll(async () => {
  await place.stop();
});

const anne = (): Promise<LabAgent> => place.lab.agent('anne', { says: { hz: ANNE } });
const ben = (): Promise<LabAgent> => place.lab.agent('ben', { says: { hz: BEN } });
const newNumber = (): string => `+334720002${String((customers += 1)).padStart(2, '0')}`;

/** The customer answers, and both talk until the customer hangs up. */
async function talk(agentLeg: IncomingCall, hz: number, customer: IncomingCall): Promise<void> {
  await customer.answer();
  await customer.media.heard.waitForTone(hz);
  await agentLeg.media.heard.waitForTone(CUSTOMER_HZ);
  await customer.hangUp();
  await agentLeg.endedByPeer();
}

/** The longest that this party has heard nothing from `since` on, in milliseconds. */
function longestSilence(call: IncomingCall, since: number): number {
  const pcm = call.media.heard.pcm(since);
  let [longest, now] = [0, 0];
  for (let at = 0; at + TENTH_OF_A_SECOND <= pcm.length; at += TENTH_OF_A_SECOND) {
    now = isSilent(pcm.subarray(at, at + TENTH_OF_A_SECOND)) ? now + 100 : 0;
    longest = Math.max(longest, now);
  }
  return longest;
}

describe('an agent who is reserved for a callback', () => {
  it('and refuses it is passed over: the next one has it, and the customer is dialled once', async () => {
    const first = await anne();
    first.phone.behaviour = { does: 'refuse', code: 603 };
    await place.agentIs(first.id, 'available');
    const second = await ben();
    const id = await place.asked(newNumber());
    const taken = await second.phone.nextCall();
    expect([first.phone.calls.length, place.dialled.length]).toEqual([1, 0]);
    await taken.answer();
    await talk(taken, BEN, await place.customer());
    expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: second.id });
    expect(place.dialled).toHaveLength(1);
  });

  it('and never answers is paused; nobody is dialled until they are back', async () => {
    const agent = await anne();
    const id = await place.asked(newNumber());
    for (let miss = 1; miss <= 2; miss += 1) await (await agent.phone.nextCall()).cancelled();
    await place.agentIs(agent.id, 'paused');
    expect(await place.comesTo(id, 'waiting')).toMatchObject({ attempts: 0, agentId: null });
    expect(place.dialled).toHaveLength(0);
    await place.lab.rest.send('POST', `/agents/${agent.id}/resume`);
    const ringing = await agent.phone.nextCall();
    await ringing.answer();
    await talk(ringing, ANNE, await place.customer());
    expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: agent.id });
  });

  it('and hangs up while the customer’s telephone rings: it stops ringing, and is tried again later', async () => {
    const agent = await anne();
    const id = await place.asked(newNumber());
    const ringing = await agent.phone.nextCall();
    await ringing.answer();
    const customer = await place.customer();
    await place.comesTo(id, 'dialling');
    await ringing.hangUp();
    await customer.cancelled();
    expect(await place.comesTo(id, 'waiting')).toMatchObject({ attempts: 1, agentId: null });
    expect(place.told(id).findLast(({ event }) => event === 'callback-attempted')?.data['outcome']).toBe('agent-left');
    const again = await agent.phone.nextCall(20_000);
    await again.answer();
    await talk(again, ANNE, await place.customer(2));
    expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 2 });
  });

  it('and hangs up in the very moment in which the customer answers: the customer talks to the next one, or is let go at once', async () => {
    const agent = await anne();
    const id = await place.asked(newNumber());
    const ringing = await agent.phone.nextCall();
    await ringing.answer();
    const customer = await place.customer();
    await place.comesTo(id, 'dialling');
    const next = await ben();
    const both = await Promise.allSettled([customer.answer(), ringing.hangUp()]);
    expect(both[1].status).toBe('fulfilled');
    const since = performance.now();
    if (both[0].status === 'fulfilled' && !customer.isOver) {
      const outcome = await Promise.race([customer.ended(), next.phone.nextCall()]);
      if ('invite' in outcome) {
        await outcome.answer();
        await customer.media.heard.waitForTone(BEN);
        expect(longestSilence(customer, since)).toBeLessThan(2_000);
        await customer.hangUp();
        expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: next.id });
      }
    }
    await customer.ended();
    await place.agentIs(agent.id, 'available');
    expect(place.dialled).toHaveLength(1);
  });

  it('and whose phone is dead by the time that the customer, dialled first, answers: who hears music, never silence, and then the next one', async () => {
    await place.campaign({ callback: { dialFirst: 'customer' } });
    const agent = await anne();
    const id = await place.asked(newNumber());
    const customer = await place.customer();
    await place.agentIs(agent.id, 'offered');
    agent.phone.pullCable();
    await customer.answer();
    const since = performance.now();
    await customer.media.heard.waitForTone(TONES['callback-greeting']);
    await eventually(() => !customer.media.heard.tone(TONES['callback-greeting']), { what: 'the greeting to be over' });
    await customer.media.heard.waitForSound();
    const next = await ben();
    const ringing = await next.phone.nextCall(20_000);
    await ringing.answer();
    await customer.media.heard.waitForTone(BEN);
    expect(longestSilence(customer, since)).toBeLessThan(2_000);
    await customer.hangUp();
    expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: next.id });
    agent.phone.plugIn();
  });

  it('and signs out while the customer, dialled first, is rung: it stops ringing, and is tried again for the next one', async () => {
    await place.campaign({ callback: { dialFirst: 'customer' } });
    const agent = await anne();
    const id = await place.asked(newNumber());
    const customer = await place.customer();
    await place.comesTo(id, 'dialling');
    await place.lab.rest.send('POST', `/agents/${agent.id}/sign-out`);
    await customer.cancelled();
    expect(await place.comesTo(id, 'waiting')).toMatchObject({ attempts: 1, agentId: null });
    expect(agent.phone.calls).toHaveLength(0);
    const next = await ben();
    const again = await place.customer(2);
    await again.answer();
    const ringing = await next.phone.nextCall();
    await ringing.answer();
    await again.media.heard.waitForTone(BEN);
    await again.hangUp();
    expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 2, agentId: next.id });
  });
});
