import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentDesktop } from '../support/agent-desktop.js';
import { eventually } from '../support/eventually.js';
import { timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

const ANNE = 1700;
const BRUNO = 1500;
const CALLER = 1000;

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await whisper('builtin:whisper-incoming');
  await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 20 });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

const whisper = (whisperAudioId: string | null): Promise<unknown> =>
  lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: null, whisperAudioId } });
const becomes = (agent: LabAgent, state: string): Promise<unknown> =>
  eventually(async () => (await lab.agentState(agent.id)) === state, { what: `${agent.login} to be ${state}` });

/** What the timeline of a caller's call says happened, in order. */
async function told(from: string): Promise<string[]> {
  const { id } = await lab.callFrom(from, () => true, 'the call');
  return (await timelineOf(lab, String(id))).map(({ type }) => type);
}

describe('an agent and a caller who act in the same moment', () => {
  it('sign-out while the phone rings: it stops, no miss is counted, and the caller waits on', async () => {
    const anne = await lab.agent('anne');
    const caller = await lab.dial({ from: '+33611111951' });
    const ringing = await anne.phone.nextCall();
    expect((await lab.rest.send('POST', `/agents/${anne.id}/sign-out`)).state).toBe('signed-out');
    await ringing.cancelled();
    const { id } = await lab.callFrom('+33611111951', (call) => call.endedAt === null, 'the call');
    const types = (await timelineOf(lab, String(id))).map(({ type }) => type);
    expect([types.includes('offer-withdrawn'), types.includes('ring-no-answer'), caller.isOver]).toEqual([true, false, false]);
    await caller.hangUp();
  });

  it('two sign-ins at once: one is answered, the other is told so', async () => {
    const id = await lab.hire('anne');
    const anne = await lab.plugIn(id, 'anne');
    const answers = await Promise.all([1, 2].map(() => lab.rest.ask('POST', `/agents/${id}/sign-in`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already-signed-in');
    await becomes(anne, 'available');
  });

  it('a caller who hangs up during the whisper: the agent is let go at once, without wrap-up', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' } });
    const caller = await lab.dial({ from: '+33611111952' });
    const call = await anne.phone.nextCall();
    await call.answered();
    await call.media.heard.waitForTone(TONES['whisper-incoming']);
    await caller.hangUp();
    await call.endedByPeer();
    await becomes(anne, 'available');
    expect((await lab.ended('+33611111952')).ending).toMatchObject({ how: 'abandoned', blame: 'caller' });
  });

  it('an agent who hangs up during the whisper, by request or by the phone: the caller keeps the place and is offered again', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: ANNE } });
    const caller = await lab.dial({ from: '+33611111953', says: { hz: CALLER } });
    for (const by of ['request', 'phone']) {
      const call = await anne.phone.nextCall();
      await call.answered();
      await call.media.heard.waitForTone(TONES['whisper-incoming']);
      if (by === 'phone') await call.hangUp();
      else {
        expect((await lab.rest.send('POST', `/agents/${anne.id}/call/hang-up`)).state).not.toBe('talking');
        await call.endedByPeer();
      }
      expect(caller.isOver).toBe(false);
    }
    await lab.callFrom('+33611111953', (call) => call.answeredAt !== null, 'the conversation');
    await caller.media.heard.waitForTone(ANNE);
    await caller.hangUp();
    expect((await lab.ended('+33611111953')).ending).toMatchObject({ how: 'answered', blame: 'caller' });
  });

  it('caller and consulted colleague who hang up together: one ending, and both agents are free', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: ANNE } });
    const bruno = await lab.agent('bruno', { behaviour: { does: 'answer' }, says: { hz: BRUNO } });
    await lab.rest.send('POST', `/agents/${bruno.id}/pause`, {});
    const caller = await lab.dial({ from: '+33611111954', says: { hz: CALLER } });
    await caller.media.heard.waitForTone(ANNE);
    await lab.rest.send('POST', `/agents/${bruno.id}/resume`);
    await lab.rest.send('POST', `/agents/${anne.id}/call/transfer`, { to: { kind: 'agent', agentId: bruno.id }, mode: 'attended' });
    const [annes, brunos] = [await anne.phone.nextCall(), await bruno.phone.nextCall()];
    await annes.media.heard.waitForTone(BRUNO);
    await Promise.all([caller.hangUp(), brunos.hangUp()]);
    expect((await lab.ended('+33611111954')).ending).toMatchObject({ how: 'answered', blame: 'caller' });
    await Promise.all([becomes(anne, 'available'), becomes(bruno, 'available')]);
  });
});

describe('an agent and a caller who are just being put together, without a whisper', () => {
  beforeAll(async () => {
    await whisper(null);
  });

  it.each(['acknowledged', 'heard', 'known'] as const)(
    'the agent hangs up as soon as the answer is %s: it was a conversation, or the caller keeps the place',
    async (moment) => {
      const from = { acknowledged: '+33611111955', heard: '+33611111956', known: '+33611111957' }[moment];
      const anne = await lab.agent('anne', { says: { hz: ANNE } });
      const caller = await lab.dial({ from, says: { hz: CALLER } });
      const first = await anne.phone.nextCall();
      await first.answer();
      if (moment === 'heard') await eventually(() => first.media.heard.packetCount > 0, { what: 'a first sound', everyMs: 1 });
      const hangsUp = async (): Promise<boolean> => (await lab.rest.ask('POST', `/agents/${anne.id}/call/hang-up`)).status === 200;
      if (moment === 'known') await eventually(hangsUp, { what: 'the answer to be known, for a request to hang up', everyMs: 1 });
      else await first.hangUp();
      await first.ended();
      const again = await eventually(() => anne.phone.openCalls.at(-1) ?? (caller.isOver ? 'the end' : null), {
        what: 'another offer, or the end of the caller',
      });
      if (again !== 'the end') {
        expect(await told(from)).not.toContain('call-connected');
        await again.answer();
        await caller.media.heard.waitForTone(ANNE);
        await again.hangUp();
      }
      await caller.endedByPeer();
      const blame = moment === 'known' && again === 'the end' ? 'supervisor' : 'agent';
      expect((await lab.ended(from)).ending).toMatchObject({ how: 'answered', blame });
      expect((await told(from)).filter((type) => type === 'call-ended' || type === 'call-connected')).toEqual([
        'call-connected',
        'call-ended',
      ]);
      await becomes(anne, 'available');
    },
  );

  it.each(['the caller', 'both'] as const)('%s hanging up in that instant: one ending, and the agent is free', async (who) => {
    const from = { 'the caller': '+33611111958', both: '+33611111959' }[who];
    const anne = await lab.agent('anne');
    const caller = await lab.dial({ from });
    const call = await anne.phone.nextCall();
    await call.answer();
    await Promise.all([caller.hangUp(), ...(who === 'both' ? [call.hangUp()] : [])]);
    await call.ended();
    const { ending } = await lab.ended(from);
    const types = await told(from);
    expect(ending.how).toBe(types.includes('call-connected') ? 'answered' : 'abandoned');
    expect(types.filter((type) => type === 'call-ended')).toHaveLength(1);
    await becomes(anne, 'available');
  });

  it.each(['together with', 'just after'] as const)(
    'the agent signs out %s the answer: either is true alone, and the caller loses nothing',
    async (order) => {
      const from = { 'together with': '+33611111960', 'just after': '+33611111961' }[order];
      const anne = await lab.agent('anne', { says: { hz: ANNE } });
      const caller = await lab.dial({ from, says: { hz: CALLER } });
      const call = await anne.phone.nextCall();
      const answering = call.answer().catch(() => undefined);
      if (order === 'just after') await answering;
      const signingOut = await lab.rest.ask('POST', `/agents/${anne.id}/sign-out`);
      await answering;
      if (signingOut.status === 200) {
        await call.ended();
        expect(await lab.agentState(anne.id)).toBe('signed-out');
        expect([caller.isOver, await told(from)]).toEqual([false, expect.not.arrayContaining(['call-connected', 'ring-no-answer'])]);
        await lab.rest.send('POST', `/agents/${anne.id}/sign-in`);
        await (await anne.phone.nextCall()).answer();
      } else expect(signingOut).toMatchObject({ status: 409, body: { code: 'agent-in-call' } });
      await caller.media.heard.waitForTone(ANNE);
      await caller.hangUp();
      expect((await lab.ended(from)).ending).toMatchObject({ how: 'answered', blame: 'caller' });
      await becomes(anne, 'available');
    },
  );

  it('two programs of one agent sign in at once, the phone to be connected all day: it is called once, and both are told', async () => {
    const id = await lab.hire('anne', { connection: 'permanent' });
    const anne = await lab.plugIn(id, 'anne');
    const programs = await Promise.all([1, 2].map(() => AgentDesktop.open(lab.backend.baseUrl, 'anne', 'password of anne')));
    const asked = programs.map((program) => program.signIn());
    await (await anne.phone.nextCall()).answer();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status, body }) => (status === 200 ? body['state'] : body['code'])).sort()).toEqual([
      'available',
      'sign-in-under-way',
    ]);
    await Promise.all(programs.map((program) => program.untilState('available')));
    expect(anne.phone.calls).toHaveLength(1);
    programs.forEach((program) => program.close());
    await lab.rest.send('POST', `/agents/${id}/sign-out`);
  });

  it.each(['rings', 'has just answered'] as const)(
    'the caller and the colleague they were sent to, who %s, hang up together: one ending',
    async (target) => {
      const from = target === 'rings' ? '+33611111962' : '+33611111963';
      const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: ANNE } });
      const bruno = await lab.agent('bruno');
      await lab.rest.send('POST', `/agents/${bruno.id}/pause`, {});
      const caller = await lab.dial({ from });
      await caller.media.heard.waitForTone(ANNE);
      await lab.rest.send('POST', `/agents/${bruno.id}/resume`);
      await lab.rest.send('POST', `/agents/${anne.id}/call/transfer`, { to: { kind: 'agent', agentId: bruno.id }, mode: 'blind' });
      const brunos = await bruno.phone.nextCall();
      if (target === 'has just answered') await brunos.answer();
      await Promise.all([caller.hangUp(), brunos.hangUp()]);
      const { ending } = await lab.ended(from);
      expect(ending.how).toBe('answered');
      expect((await told(from)).filter((type) => type === 'call-ended')).toHaveLength(1);
      await Promise.all([becomes(anne, 'available'), becomes(bruno, 'available')]);
    },
  );
});
