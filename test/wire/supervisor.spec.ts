import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { shareOfTone } from '../support/sip/tone-analysis.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const CALLER_HZ = 1000;
const AGENT_HZ = 1700;
const SUPERVISOR_HZ = 600;
const ABSENT = 0.02;

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: null }, recording: { mode: 'all' } });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

interface Overheard {
  readonly anne: LabAgent;
  readonly caller: SippCaller;
  readonly agent: IncomingCall;
  readonly supervisor: IncomingCall;
  readonly id: string;
  readonly callId: string;
}

/** A conversation, and a supervisor who listens on the phone of another agent. */
async function overheard(from: string): Promise<Overheard> {
  const anne = await lab.agent('anne', { says: { hz: AGENT_HZ } });
  const caller = await lab.dial({ from, says: { hz: CALLER_HZ } });
  const agent = await anne.phone.nextCall();
  await agent.answer();
  await caller.media.heard.waitForTone(AGENT_HZ);
  const chief = await lab.plugIn(await lab.hire('chief'), 'chief', { says: { hz: SUPERVISOR_HZ } });
  const { id, callId } = await lab.rest.send('POST', `/agents/${anne.id}/listen`, {
    mode: 'listen',
    phone: { kind: 'sip', agentId: chief.id },
  });
  const supervisor = await chief.phone.nextCall();
  await supervisor.answer();
  await eventually(async () => (await lab.rest.get('/supervisions'))[0]?.state === 'connected', { what: 'the supervisor to be connected' });
  return { anne, caller, agent, supervisor, id, callId };
}

type Ear = SippCaller | IncomingCall;

/** Waits until all of `tones` are heard at once, and then listens for a second whether any of `never` is among them. */
async function hears(ear: Ear, tones: readonly number[], never: readonly number[]): Promise<void> {
  const { heard } = ear.media;
  for (const hz of tones) await heard.waitForTone(hz, { forMs: 400 });
  const since = performance.now();
  for (const hz of tones) await heard.waitForTone(hz, { forMs: 1_000 });
  const sound = heard.pcm(since);
  for (const hz of tones) expect(shareOfTone(sound, hz)).toBeGreaterThan(0.2);
  for (const hz of never) expect(shareOfTone(sound, hz)).toBeLessThan(ABSENT);
}

/** Both sides of the call as they were recorded: the caller, then the agent. */
async function recorded(callId: string): Promise<Int16Array[]> {
  const found = async (): Promise<string | undefined> => (await lab.rest.get(`/recordings?callId=${callId}`)).items[0]?.id;
  const recording = await eventually(found, { what: 'the recording to be kept', withinMs: 20_000 });
  const answer = await lab.rest.open(`/recordings/${recording}/audio`, AbortSignal.timeout(10_000));
  const wav = Buffer.from(await answer.arrayBuffer());
  const frames = (wav.length - 44) / 4;
  return [0, 2].map((offset) => Int16Array.from({ length: frames }, (_, n) => wav.readInt16LE(44 + 4 * n + offset)));
}

describe('a supervisor', () => {
  it('hears both; whispering is heard by the agent alone, barging by both, and none of it is recorded; the conversation goes on without', async () => {
    const { caller, agent, supervisor, id, callId } = await overheard('+33611111701');
    const bothAre = (mode: string): Promise<unknown> => lab.rest.send('PUT', `/supervisions/${id}`, { mode });
    const supervisorHearsBoth = (): Promise<void> => hears(supervisor, [CALLER_HZ, AGENT_HZ], [SUPERVISOR_HZ]);
    await supervisorHearsBoth();
    await hears(agent, [CALLER_HZ], [SUPERVISOR_HZ, AGENT_HZ]);
    await hears(caller, [AGENT_HZ], [SUPERVISOR_HZ, CALLER_HZ]);

    await bothAre('whisper');
    await hears(agent, [CALLER_HZ, SUPERVISOR_HZ], [AGENT_HZ]);
    await hears(caller, [AGENT_HZ], [SUPERVISOR_HZ, CALLER_HZ]);
    await supervisorHearsBoth();

    await bothAre('barge');
    await hears(caller, [AGENT_HZ, SUPERVISOR_HZ], [CALLER_HZ]);
    await hears(agent, [CALLER_HZ, SUPERVISOR_HZ], [AGENT_HZ]);
    await supervisorHearsBoth();

    await bothAre('listen');
    await supervisorHearsBoth();
    await hears(agent, [CALLER_HZ], [SUPERVISOR_HZ, AGENT_HZ]);

    await supervisor.hangUp();
    await eventually(async () => (await lab.rest.get('/supervisions')).length === 0, { what: 'the supervision to be over' });
    await hears(caller, [AGENT_HZ], [SUPERVISOR_HZ, CALLER_HZ]);
    expect(await lab.onPbx('bridges')).toHaveLength(1);
    await caller.hangUp();
    await lab.atRest();
    const { timeline } = await lab.rest.get(`/calls/${callId}`);
    const told = timeline.filter(({ type }: { type: string }) => type.startsWith('supervisor'));
    expect(told).toMatchObject([
      { type: 'supervisor-joined', mode: 'listen', by: 'admin', supervisionId: id },
      { type: 'supervisor-left', supervisionId: id },
    ]);
    const [left = new Int16Array(), right = new Int16Array()] = await recorded(callId);
    expect([shareOfTone(left, CALLER_HZ) > 0.2, shareOfTone(right, AGENT_HZ) > 0.2]).toEqual([true, true]);
    for (const side of [left, right]) expect(shareOfTone(side, SUPERVISOR_HZ)).toBeLessThan(ABSENT / 10);
  });

  it('is let go when the backend was killed, and on a conversation that ended; nothing is left on the PBX', async () => {
    const { anne, caller, agent, supervisor, id } = await overheard('+33611111702');
    await lab.rest.send('PUT', `/supervisions/${id}`, { mode: 'barge' });
    await hears(caller, [AGENT_HZ, SUPERVISOR_HZ], [CALLER_HZ]);
    await lab.backend.kill();
    await lab.backend.start();
    await supervisor.endedByPeer(10_000);
    await hears(caller, [AGENT_HZ], [SUPERVISOR_HZ, CALLER_HZ]);
    expect(await lab.rest.get('/supervisions')).toEqual([]);
    const chief = lab.agents.find(({ login }) => login === 'chief')!;
    await lab.rest.send('POST', `/agents/${anne.id}/listen`, { mode: 'whisper', phone: { kind: 'sip', agentId: chief.id } });
    const again = await chief.phone.nextCall();
    await again.answer();
    await hears(agent, [CALLER_HZ, SUPERVISOR_HZ], [AGENT_HZ]);
    await caller.hangUp();
    await again.endedByPeer();
    await lab.atRest();
  });
});
