import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { loudness, toneSequence, type ToneStretch } from '../support/sip/tone-analysis.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const CALLER_HZ = 1000;
const AGENT_HZ = 1700;

interface Recording {
  readonly id: string;
  readonly agentId: string;
  readonly durationSeconds: number;
  readonly channels: number;
  readonly sha256: string;
}

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null },
    recording: { mode: 'all', retentionDays: 30 },
  });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

async function talking(from: string): Promise<{ anne: LabAgent; caller: SippCaller; agent: IncomingCall; callId: string }> {
  const anne = await lab.agent('anne', { says: { hz: AGENT_HZ } });
  const caller = await lab.dial({ from, says: { hz: CALLER_HZ } });
  const agent = await anne.phone.nextCall();
  await agent.answer();
  await caller.media.heard.waitForTone(AGENT_HZ);
  await agent.media.heard.waitForTone(CALLER_HZ);
  const { id } = await lab.callFrom(from, (call) => call.answeredAt !== null, 'the conversation');
  return { anne, caller, agent, callId: id };
}

/** The only recording of the call, once it is kept. */
async function recordingOf(callId: string): Promise<Recording> {
  return eventually(
    async () => {
      const { items, total } = await lab.rest.get(`/recordings?callId=${callId}`);
      expect(total).toBeLessThanOrEqual(1);
      return items[0] ?? null;
    },
    { what: 'the recording to be kept', withinMs: 20_000 },
  );
}

async function listen({ id, sha256 }: Recording): Promise<{ left: Int16Array; right: Int16Array }> {
  const answer = await lab.rest.open(`/recordings/${id}/audio`, AbortSignal.timeout(10_000));
  const wav = Buffer.from(await answer.arrayBuffer());
  expect(createHash('sha256').update(wav).digest('hex')).toBe(sha256);
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([2, 8_000, 16]);
  const frames = (wav.length - 44) / 4;
  const channel = (offset: number): Int16Array => Int16Array.from({ length: frames }, (_, n) => wav.readInt16LE(44 + 4 * n + offset));
  return { left: channel(0), right: channel(2) };
}

const hertz = (sequence: readonly ToneStretch[]): number[] => [...new Set(sequence.map(({ hz }) => Math.round(hz / 10) * 10))];

/** Milliseconds for which a tone was heard, holes that a busy machine makes left out. */
function lasting(sequence: readonly ToneStretch[], tone: number): number {
  return sequence.filter(({ hz }) => Math.abs(hz - tone) < 10).reduce((sum, { from, to }) => sum + to - from, 0);
}

async function timeline(callId: string): Promise<string[]> {
  const { timeline: entries } = await lab.rest.get(`/calls/${callId}`);
  return entries.map(({ type }: { type: string }) => type).filter((type: string) => type.startsWith('recording'));
}

describe('a recorded conversation', () => {
  it('has the caller left and the agent right, in step, also when one of them sends nothing for a while', async () => {
    const { anne, caller, agent, callId } = await talking('+33611111601');
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_500 });
    // The same melody from both mouths at the same moment, after a hold in which the caller's phone is silent on the wire.
    caller.media.fallSilent();
    await agent.media.heard.waitForSilence({ forMs: 2_000 });
    caller.media.speakUp();
    const melody = [
      { hz: 500, ms: 400 },
      { hz: 800, ms: 400 },
    ];
    caller.media.say({ tones: melody });
    agent.media.say({ tones: melody });
    await eventually(() => caller.media.finished && agent.media.finished, { what: 'both to have sung' });
    await agent.media.heard.waitForSilence();
    await caller.hangUp();
    const recording = await recordingOf(callId);
    expect(recording).toMatchObject({ agentId: anne.id, channels: 2 });
    const { left, right } = await listen(recording);
    const [sungLeft, sungRight] = [toneSequence(left), toneSequence(right)];
    expect(hertz(sungLeft)).toEqual([CALLER_HZ, 500, 800]);
    expect(hertz(sungRight)).toEqual([AGENT_HZ, 500, 800]);
    for (const hz of [500, 800]) {
      const at = (sung: ToneStretch[]): number => sung.find((stretch) => Math.abs(stretch.hz - hz) < 15)?.from ?? NaN;
      // A shift would be as long as the silence, 2 s; what is left is how late a busy machine sends.
      expect(Math.abs(at(sungLeft) - at(sungRight))).toBeLessThan(500);
    }
    expect(await timeline(callId)).toEqual(['recording-begun', 'recording-kept']);
  });

  it('is silent on both sides while it is paused, and only in the file', async () => {
    const { anne, caller, agent, callId } = await talking('+33611111602');
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_000 });
    const pauseRecording = (what: string): Promise<unknown> => lab.rest.send('POST', `/agents/${anne.id}/call/recording/${what}`);
    await pauseRecording('pause');
    expect((await lab.rest.ask('POST', `/agents/${anne.id}/call/recording/pause`)).body).toMatchObject({ code: 'recording-paused' });
    const heard = { forMs: 2_000 };
    await Promise.all([caller.media.heard.waitForTone(AGENT_HZ, heard), agent.media.heard.waitForTone(CALLER_HZ, heard)]);
    await pauseRecording('resume');
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_000 });
    await agent.hangUp();
    await caller.endedByPeer();
    const recording = await recordingOf(callId);
    const { left, right } = await listen(recording);
    for (const side of [left, right]) {
      const sung = toneSequence(side);
      expect(sung).toHaveLength(2);
      const [before, after] = [sung[0]?.to ?? 0, sung[1]?.from ?? 0];
      expect(after - before).toBeGreaterThan(1_700);
      expect(after - before).toBeLessThan(4_000);
      expect(loudness(side.subarray(Math.ceil(before * 8) + 400, Math.floor(after * 8) - 400))).toBe(0);
    }
    expect(await timeline(callId)).toEqual(['recording-begun', 'recording-muted', 'recording-unmuted', 'recording-kept']);
  });

  it('goes on when the backend is killed, and is whole', async () => {
    const { anne, caller, agent, callId } = await talking('+33611111603');
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_000 });
    await lab.backend.kill();
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_000 });
    caller.media.say({ hz: 620 });
    await agent.media.heard.waitForTone(620);
    await lab.backend.start();
    await eventually(async () => (await lab.agentState(anne.id)) === 'talking', { what: 'the conversation to be taken up again' });
    await agent.media.heard.waitForTone(620, { forMs: 1_000 });
    await caller.hangUp();
    const recording = await recordingOf(callId);
    const { left, right } = await listen(recording);
    expect(hertz(toneSequence(left))).toEqual([CALLER_HZ, 620]);
    expect(hertz(toneSequence(right))).toEqual([AGENT_HZ]);
    // All that the agent heard, before the death, during it and after it, without a gap.
    const said = toneSequence(left);
    expect(lasting(said, CALLER_HZ)).toBeGreaterThan(1_800);
    expect(lasting(said, 620)).toBeGreaterThan(900);
    expect(Math.max(...said.slice(1).map(({ from }, index) => from - (said[index]?.to ?? 0)))).toBeLessThan(500);
  });

  it('is kept by the next start when the caller hung up while the backend was dead', async () => {
    const { caller, agent, callId } = await talking('+33611111604');
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_000 });
    await lab.backend.kill();
    await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 500 });
    await caller.hangUp();
    await lab.backend.start();
    const recording = await recordingOf(callId);
    expect(recording.durationSeconds).toBeGreaterThan(1.4);
    expect(hertz(toneSequence((await listen(recording)).left))).toEqual([CALLER_HZ]);
  });
});
