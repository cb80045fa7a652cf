import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CallbackLab, CUSTOMER_HZ } from '../support/callback-lab.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { toneWav } from '../support/sip/tone-wav.js';
import type { LabAgent } from '../support/wire-lab.js';

/** What each party says. */
const ANNE = 1700;
const BEN = 1500;
const CALLER = 1000;

let place: CallbackLab;
let customers = 0;

beforeAll(async () => {
  place = await CallbackLab.start();
  await place.queue({ ringTimeoutSeconds: 20 });
}, 300_000);

beforeEach(async () => {
  await place.campaign({
    messages: { welcomeAudioId: null, whisperAudioId: null },
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
const newNumber = (): string => `+334720001${String((customers += 1)).padStart(2, '0')}`;

/** The customer calls in by themselves, and is in the line. */
async function callsIn(number: string): Promise<SippCaller> {
  const caller = await place.lab.dial({ from: number, says: { hz: CALLER } });
  await place.lab.callFrom(number, (call) => call.phase === 'waiting', 'the customer to be in the line');
  return caller;
}

/** The conversation that the customer called in for is over, and so is the callback: nobody is dialled for it any more. */
async function closedByCall(id: string, number: string, caller: SippCaller, agent: LabAgent, attempts: number): Promise<void> {
  const done = await place.comesTo(id, 'done');
  expect(done).toMatchObject({ attempts, agentId: agent.id });
  await caller.hangUp();
  const own = await place.lab.ended(number);
  expect(own).toMatchObject({ agentId: agent.id, ending: { how: 'answered' } });
  const closing = place.told(id).at(-1);
  expect([closing?.event, closing?.data['byCallId']]).toEqual(['callback-closed-by-call', own.id]);
  await place.agentIs(agent.id, 'available');
  expect(place.dialled).toHaveLength(attempts);
  expect(agent.phone.openCalls).toEqual([]);
}

describe('a customer who is to be called back and calls in meanwhile', () => {
  it('is served by that call, which closes the callback', async () => {
    const number = newNumber();
    const id = await place.asked(number);
    const caller = await callsIn(number);
    const agent = await anne();
    const ringing = await agent.phone.nextCall();
    await ringing.answer();
    await caller.media.heard.waitForTone(ANNE);
    await ringing.media.heard.waitForTone(CALLER);
    await closedByCall(id, number, caller, agent, 0);
  });

  it('as an agent’s telephone rings for the callback: it rings for the call instead, and nobody is dialled', async () => {
    const number = newNumber();
    const agent = await anne();
    const id = await place.asked(number);
    const forCallback = await agent.phone.nextCall();
    await place.comesTo(id, 'reserved');
    const caller = await callsIn(number);
    await forCallback.cancelled();
    expect((await place.lab.rest.get(`/callbacks/${id}`)).state).toBe('waiting');
    const forCall = await agent.phone.nextCall();
    await forCall.answer();
    await caller.media.heard.waitForTone(ANNE);
    await closedByCall(id, number, caller, agent, 0);
  });

  it('as an agent hears the whisper of the callback: that agent is let go, and has the call', async () => {
    const { id: whisper } = await place.lab.rest.upload(toneWav([{ hz: 2_450, ms: 4_000 }]), 'Long');
    await place.campaign({ messages: { whisperAudioId: whisper } });
    const number = newNumber();
    const agent = await anne();
    const id = await place.asked(number);
    const forCallback = await agent.phone.nextCall();
    await forCallback.answer();
    await forCallback.media.heard.waitForTone(2_450);
    const caller = await callsIn(number);
    await forCallback.endedByPeer();
    const forCall = await agent.phone.nextCall();
    await forCall.answer();
    await caller.media.heard.waitForTone(ANNE);
    await closedByCall(id, number, caller, agent, 0);
  });

  it.each(['agent', 'customer'] as const)(
    'as their telephone rings is talked to by whoever is free: it stops ringing, and the agent who was reserved is free again; first: the %s',
    async (dialFirst) => {
      await place.campaign({ callback: { dialFirst } });
      const number = newNumber();
      const reserved = await anne();
      const id = await place.asked(number);
      if (dialFirst === 'agent') await (await reserved.phone.nextCall()).answer();
      const telephone = await place.customer();
      await place.comesTo(id, 'dialling');
      const other = await ben();
      const caller = await callsIn(number);
      const forCall = await other.phone.nextCall();
      await forCall.answer();
      await caller.media.heard.waitForTone(BEN);
      await telephone.cancelled();
      await place.agentIs(reserved.id, 'available');
      expect([reserved.phone.openCalls.length, await place.lab.agentState(other.id)]).toEqual([0, 'talking']);
      await closedByCall(id, number, caller, other, 1);
      expect(reserved.phone.calls).toHaveLength(dialFirst === 'agent' ? 1 : 0);
    },
  );

  it('as it is dialled, and is busy therefore, has the agent who was reserved, and is not dialled again', async () => {
    const number = newNumber();
    const agent = await anne();
    const id = await place.asked(number);
    const forCallback = await agent.phone.nextCall();
    await forCallback.answer();
    const telephone = await place.customer();
    const caller = await callsIn(number);
    await telephone.refuse(486);
    await forCallback.endedByPeer();
    const forCall = await agent.phone.nextCall();
    await forCall.answer();
    await caller.media.heard.waitForTone(ANNE);
    await closedByCall(id, number, caller, agent, 1);
  });

  it('as it is dialled, and takes that call instead of the own one, has one conversation, and no telephone rings for the other', async () => {
    const number = newNumber();
    const agent = await anne();
    const id = await place.asked(number);
    const forCallback = await agent.phone.nextCall();
    await forCallback.answer();
    const telephone = await place.customer();
    const caller = await callsIn(number);
    await telephone.answer();
    await telephone.media.heard.waitForTone(ANNE);
    await caller.hangUp();
    await telephone.hangUp();
    const done = await place.comesTo(id, 'done');
    expect(done).toMatchObject({ attempts: 1, agentId: agent.id });
    await place.agentIs(agent.id, 'available');
    const { items } = await place.lab.rest.get('/calls?pageSize=500');
    const endings = items.filter((call: { caller: string }) => call.caller === number);
    expect(endings.map(({ ending }: { ending: { how: string } }) => ending.how).sort()).toEqual(['abandoned', 'answered']);
    expect([agent.phone.calls.length, place.dialled.length]).toEqual([1, 1]);
  });

  it('and gives up is called back when they have', async () => {
    const number = newNumber();
    const id = await place.asked(number);
    const caller = await callsIn(number);
    await caller.hangUp();
    const agent = await anne();
    const ringing = await agent.phone.nextCall();
    await ringing.answer();
    const telephone = await place.customer();
    await telephone.answer();
    await telephone.media.heard.waitForTone(ANNE);
    await ringing.media.heard.waitForTone(CUSTOMER_HZ);
    await telephone.hangUp();
    expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: agent.id });
    expect(place.dialled).toHaveLength(1);
  });
});
