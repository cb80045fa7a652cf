import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

const ANNES_VOICE = 1700;
const BOBS_VOICE = 1900;
const CALLERS_VOICE = 1000;

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null, whisperAudioId: 'builtin:whisper-incoming' },
  });
}, 300_000);

afterEach(async () => {
  await Promise.all(lab.agents.map(({ id }) => lab.rest.ask('POST', `/agents/${id}/sign-out`)));
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

/** An agent who has signed in by picking up, and the call that keeps the phone connected. */
async function connected(login: string, hz: number): Promise<{ agent: LabAgent; seat: IncomingCall }> {
  const agent = await lab.agent(login, { behaviour: { does: 'answer' }, says: { hz } }, { connection: 'permanent' });
  return { agent, seat: await agent.phone.nextCall() };
}

async function talk(number: string, seat: IncomingCall, hz: number): Promise<SippCaller> {
  const caller = await lab.dial({ from: number, says: { hz: CALLERS_VOICE } });
  await caller.media.heard.waitForTone(hz);
  await seat.media.heard.waitForTone(CALLERS_VOICE);
  return caller;
}

function heardWhisper({ media }: SippCaller | IncomingCall, since = 0): boolean {
  return media.heard.toneSequence(since).some(({ hz }) => Math.abs(hz - TONES['whisper-incoming']) <= 12);
}

const stateOf = async ({ id }: LabAgent): Promise<{ state: string; reason: string | null }> => lab.rest.get(`/agents/${id}/state`);

describe('an agent whose phone stays connected', () => {
  it('takes two calls in a row on the one call of the sign-in, each after a whisper that the caller does not hear', async () => {
    const { agent, seat } = await connected('anne', ANNES_VOICE);
    expect(seat.displayName).toBe('Guichet');
    expect(await lab.agentState(agent.id)).toBe('available');
    for (const number of ['+33611111601', '+33611111602']) {
      const began = performance.now();
      const caller = await talk(number, seat, ANNES_VOICE);
      expect([heardWhisper(seat, began), heardWhisper(caller)]).toEqual([true, false]);
      if (number.endsWith('1')) await caller.hangUp();
      else {
        await lab.rest.send('POST', `/agents/${agent.id}/call/hang-up`);
        await caller.endedByPeer();
      }
      expect((await lab.ended(number)).ending).toMatchObject({ how: 'answered', blame: number.endsWith('1') ? 'caller' : 'supervisor' });
      await eventually(async () => (await lab.agentState(agent.id)) === 'available', { what: 'the end of wrap-up' });
    }
    expect([agent.phone.calls.length, seat.isOver]).toEqual([1, false]);
    await lab.rest.send('POST', `/agents/${agent.id}/sign-out`);
    await seat.endedByPeer();
  });

  it('who puts the phone down, idle or in a call, is signed out with the reason and called again at the next sign-in', async () => {
    const { agent, seat } = await connected('anne', ANNES_VOICE);
    await seat.hangUp();
    await eventually(async () => (await lab.agentState(agent.id)) === 'signed-out', { what: 'the sign-out' });
    expect(await stateOf(agent)).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });

    expect((await lab.rest.send('POST', `/agents/${agent.id}/sign-in`)).state).toBe('available');
    const second = await agent.phone.nextCall();
    const caller = await talk('+33611111603', second, ANNES_VOICE);
    await second.hangUp();
    await caller.endedByPeer();
    expect((await lab.ended('+33611111603')).ending).toMatchObject({ how: 'answered', blame: 'agent' });
    expect(await stateOf(agent)).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
  });

  it('is not signed in by a phone that is busy, refuses, or is not registered, and is told why', async () => {
    const { agent, seat } = await connected('anne', ANNES_VOICE);
    await lab.rest.send('POST', `/agents/${agent.id}/sign-out`);
    await seat.endedByPeer();
    for (const [code, status] of [
      ['phone-busy', 486],
      ['phone-refused', 603],
    ] as const) {
      agent.phone.behaviour = { does: 'refuse', code: status };
      const refused = await lab.rest.ask('POST', `/agents/${agent.id}/sign-in`);
      expect([refused.status, refused.body.code]).toEqual([409, code]);
    }
    agent.phone.behaviour = { does: 'ring' };
    const ringing = lab.rest.ask('POST', `/agents/${agent.id}/sign-in`);
    await eventually(() => agent.phone.openCalls.some((call) => call.ringingAt !== undefined), { what: 'the ringing' });
    expect((await lab.rest.ask('POST', `/agents/${agent.id}/sign-in`)).body.code).toBe('sign-in-under-way');
    expect((await lab.rest.ask('POST', `/agents/${agent.id}/sign-out`)).status).toBe(200);
    expect((await ringing).body.code).toBe('sign-in-cancelled');
    await agent.phone.unregister();
    expect((await lab.rest.ask('POST', `/agents/${agent.id}/sign-in`)).body.code).toBe('phone-unreachable');
  });
});

describe('the backend killed with -9 while one connected agent is free and another talks', () => {
  it('finds both phones connected: the conversation goes on, and the free one takes the next call', async () => {
    const anne = await connected('anne', ANNES_VOICE);
    const first = await talk('+33611111604', anne.seat, ANNES_VOICE);
    const bob = await connected('bob', BOBS_VOICE);

    await lab.backend.kill();
    await first.media.heard.waitForTone(ANNES_VOICE, { since: performance.now() });
    await lab.backend.start();

    expect(await Promise.all([anne, bob].map(({ agent }) => lab.agentState(agent.id)))).toEqual(['talking', 'available']);
    const second = await talk('+33611111605', bob.seat, BOBS_VOICE);
    await first.hangUp();
    await eventually(async () => (await lab.agentState(anne.agent.id)) === 'available', { what: 'the end of wrap-up' });
    const third = await talk('+33611111606', anne.seat, ANNES_VOICE);
    expect([anne.agent.phone.calls.length, bob.agent.phone.calls.length]).toEqual([1, 1]);
    await Promise.all([second.hangUp(), third.hangUp()]);
  });

  it('signs out the agent who put the phone down meanwhile, and lets go of one who was just being called', async () => {
    const anne = await connected('anne', ANNES_VOICE);
    const bob = await connected('bob', BOBS_VOICE);
    await lab.rest.send('POST', `/agents/${bob.agent.id}/sign-out`);
    await bob.seat.endedByPeer();
    bob.agent.phone.behaviour = { does: 'ring' };
    void lab.rest.ask('POST', `/agents/${bob.agent.id}/sign-in`).catch(() => undefined);
    const ringing = await bob.agent.phone.nextCall();

    await lab.backend.kill();
    await anne.seat.hangUp();
    await lab.backend.start();

    await ringing.cancelled();
    await eventually(async () => (await stateOf(anne.agent)).reason === 'phone-dropped', { what: 'the sign-out of anne' });
    expect(await stateOf(bob.agent)).toMatchObject({ state: 'signed-out' });
  });
});
