import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

const ANNE = 1700;
const BRUNO = 1500;
const CALLER = 1000;

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null, whisperAudioId: 'builtin:whisper-incoming' },
  });
  await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 20 });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

const becomes = (agent: LabAgent, state: string): Promise<unknown> =>
  eventually(async () => (await lab.agentState(agent.id)) === state, { what: `${agent.login} to be ${state}` });

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
