import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { RecordingPlan } from '../../src/core/plan/recording-plan.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

const ALL: RecordingPlan = { mode: 'all', dispositionCodes: [], retentionDays: 90, consent: null };

let story: Story;

async function talking(plan: Partial<RecordingPlan> = {}): Promise<FakeCaller> {
  story = new Story({ welcome: null, recording: { ...ALL, ...plan } });
  await story.agents('anne');
  const caller = await story.caller();
  await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
  await story.clock.advance(100);
  return caller;
}

const of = <Type extends (typeof story.facts)[number]['type']>(type: Type): Extract<(typeof story.facts)[number], { type: Type }>[] =>
  story.facts.filter((fact): fact is Extract<(typeof story.facts)[number], { type: Type }> => fact.type === type);

const taps = (): string[] => story.pbx.look().legs.flatMap(({ leg, direction }) => (direction === 'tap' ? [leg] : []));

const ask = (type: 'pause-recording' | 'resume-recording'): Promise<unknown> => story.engine.ask(brandId<AgentId>('anne'), { type });

afterEach(async () => {
  await story.clock.advance(2_000);
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

describe('a conversation that is recorded', () => {
  it('is kept when the caller hangs up: both sides in step, for as long as the campaign says', async () => {
    const caller = await talking();
    expect(taps()).toHaveLength(2);
    await story.clock.advance(30_000);
    caller.hangUp();
    await story.clock.advance(2_000);
    const [kept] = of('recording-kept');
    expect(kept).toMatchObject({ agentId: 'anne', campaignId: 'campaign-support', callId: story.callIdOf(caller), keptFor: null });
    expect(kept?.durationSeconds).toBeCloseTo(30.1, 1);
    expect(kept?.expiresAt).toBe((kept?.startedAt ?? 0) + Math.round((kept?.durationSeconds ?? 0) * 1000) + 90 * 86_400_000);
    expect([...story.soundFiles.written.keys()]).toEqual([
      expect.stringMatching(new RegExp(`/recordings/${kept?.recordingId ?? ''}\\.wav$`)),
    ]);
  });

  it('is kept when the agent hangs up, and the call ends no later for it', async () => {
    const caller = await talking();
    await story.clock.advance(5_000);
    story.phoneOf('anne').hangUp();
    await story.clock.advance(100);
    expect(caller.ended).toBe('normal');
    expect(story.ended).toHaveLength(1);
    await story.clock.advance(2_000);
    expect(of('recording-kept')).toHaveLength(1);
  });

  it('is recorded on while a supervisor barges in, who is with neither of the two sides', async () => {
    const caller = await talking();
    const recording = taps();
    story.phoneAt('PJSIP/desk1');
    const phone = { kind: 'endpoint', endpoint: 'PJSIP/desk1' } as const;
    const shown = { number: null, name: 'Anne' };
    const asked = { agentId: brandId<AgentId>('anne'), mode: 'barge', phone, shown, by: 'chief' } as const;
    await Promise.all([story.engine.supervisions.begin(asked), story.clock.advance(5_000)]);
    expect(story.engine.supervisions.list()).toMatchObject([{ mode: 'barge', state: 'connected' }]);
    const sides = story.pbx.look().legs.filter(({ leg }) => recording.includes(leg));
    expect(sides.map(({ overhears, bridge }) => [overhears, bridge])).toEqual([
      [caller.leg, null],
      [caller.leg, null],
    ]);
    expect(taps()).toHaveLength(5);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(of('recording-kept')).toHaveLength(1);
  });

  it('is not recorded where the campaign wants none', async () => {
    const caller = await talking({ mode: 'none' });
    expect(taps()).toEqual([]);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(story.happened.filter((type) => type.startsWith('recording'))).toEqual([]);
  });

  it('goes on without when it cannot be recorded, which is told once', async () => {
    story = new Story({ welcome: null, recording: ALL });
    story.pbx.recorder.refusesTaps = true;
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.clock.advance(10_000);
    expect(caller.hearing).toBe('conversation');
    expect(of('recording-failed')).toHaveLength(1);
    expect(story.log.complaints.filter((line) => line.includes('not recorded'))).toHaveLength(1);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(story.ended[0]?.ending).toEqual({ how: 'answered', during: 'conversation', blame: 'caller' });
  });

  it('goes on without when the PBX has no room for it, which is told once', async () => {
    story = new Story({ welcome: null, recording: ALL });
    story.pbx.recorder.diskFull = true;
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.clock.advance(10_000);
    expect(of('recording-failed')).toHaveLength(1);
    expect(story.log.complaints.filter((line) => line.includes('not recorded'))).toHaveLength(1);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(of('recording-discarded')).toHaveLength(1);
  });

  it('is heard to say so before the line, once, where there is a sound for it', async () => {
    story = new Story({ recording: { ...ALL, consent: { kind: 'builtin', name: 'consent-recording' } } });
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'consent-recording', 5_000, 'the consent message');
    expect(caller.answered).toBe(true);
    expect(story.statusOf('anne').state).toBe('available');
    await story.clock.until(() => caller.hearing === 'conversation', 10_000, 'the conversation');
    expect(caller.times('consent-recording')).toBe(1);
    expect(of('sound-played').map(({ purpose }) => purpose)).toEqual(['welcome', 'recording-consent']);
    caller.hangUp();
  });
});

describe('a caller who is put through to somebody else', () => {
  it.each([false, true])('is recorded on and on, in one recording (backend killed on the way: %s)', async (killed) => {
    story = new Story({ welcome: null, recording: ALL });
    await story.agents('anne', 'bruno');
    const [anne, bruno] = [brandId<AgentId>('anne'), brandId<AgentId>('bruno')];
    await story.engine.ask(bruno, { type: 'pause', reason: 'admin' });
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.engine.ask(bruno, { type: 'resume' });
    await story.clock.advance(5_000);
    const before = taps();
    const asked = story.engine.ask(anne, { type: 'transfer', to: { kind: 'agent', agentId: bruno }, mode: 'blind' });
    await story.clock.advance(50);
    await asked;
    expect(caller.hearing).toBe('music');
    if (killed) await story.killAndRestart(1_000);
    await story.clock.until(() => story.statusOf('bruno').state === 'talking', 20_000, 'the colleague');
    await story.clock.advance(5_000);
    expect(taps()).toEqual(before);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(of('recording-begun')).toHaveLength(1);
    expect(of('recording-kept')).toMatchObject([{ agentId: 'anne' }]);
    expect(of('recording-kept')[0]?.durationSeconds).toBeGreaterThan(10);
  });
});

describe('an agent who takes a card number', () => {
  it('pauses the recording, which has silence there, and resumes it', async () => {
    const caller = await talking();
    await story.clock.advance(5_000);
    const paused = ask('pause-recording');
    await story.clock.advance(10_000);
    await paused;
    const resumed = ask('resume-recording');
    await story.clock.advance(5_000);
    await resumed;
    for (const { recording } of story.pbx.recorder.all()) {
      const [silence] = story.pbx.recorder.silencesIn(recording);
      expect((silence?.to ?? 0) - (silence?.from ?? 0)).toBe(10_000);
    }
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(story.happened.filter((type) => type.startsWith('recording'))).toEqual([
      'recording-begun',
      'recording-muted',
      'recording-unmuted',
      'recording-kept',
    ]);
    expect(of('recording-kept')[0]?.durationSeconds).toBeCloseTo(20.1, 1);
  });

  it('is refused what makes no sense', async () => {
    const caller = await talking();
    await expect(ask('resume-recording')).rejects.toMatchObject({ code: 'recording-not-paused' });
    const paused = ask('pause-recording');
    await story.clock.advance(10);
    await paused;
    await expect(ask('pause-recording')).rejects.toMatchObject({ code: 'recording-paused' });
    caller.hangUp();
    await story.clock.advance(100);
    await expect(ask('pause-recording')).rejects.toMatchObject({ code: 'no-call' });
    await story.clock.advance(2_000);
    await story.close();
    const other = await talking({ mode: 'none' });
    await expect(ask('pause-recording')).rejects.toMatchObject({ code: 'not-recorded' });
    other.hangUp();
  });

  it('finds it paused after the backend was killed', async () => {
    const caller = await talking();
    const paused = ask('pause-recording');
    await story.clock.advance(10);
    await paused;
    await story.killAndRestart(3_000);
    await story.clock.advance(1_000);
    await expect(ask('pause-recording')).rejects.toMatchObject({ code: 'recording-paused' });
    const resumed = ask('resume-recording');
    await story.clock.advance(10);
    await resumed;
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(of('recording-kept')).toHaveLength(1);
  });
});

describe('a recording under way when the backend is killed', () => {
  it('goes on, and is one recording in the end', async () => {
    const caller = await talking();
    await story.clock.advance(5_000);
    const before = taps();
    await story.killAndRestart(3_000);
    await story.clock.advance(5_000);
    expect(taps()).toEqual(before);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(of('recording-begun')).toHaveLength(1);
    expect(of('recording-kept')).toHaveLength(1);
    expect(of('recording-kept')[0]?.durationSeconds).toBeGreaterThan(13);
  });

  it('is kept by the next start when the call ended meanwhile', async () => {
    const caller = await talking();
    await story.clock.advance(5_000);
    const restarted = story.killAndRestart(5_000);
    caller.hangUp();
    await restarted;
    await story.clock.advance(3_000);
    expect(of('recording-kept')).toHaveLength(1);
    expect(of('recording-kept')[0]?.durationSeconds).toBeCloseTo(5.1, 1);
  });

  it('is kept by the next start when our disk was full, and told', async () => {
    const caller = await talking();
    story.soundFiles.unwritable = true;
    await story.clock.advance(5_000);
    caller.hangUp();
    await story.clock.advance(3_000);
    expect(story.log.complaints.filter((line) => line.includes('could not be brought to our disk'))).toHaveLength(1);
    expect(of('recording-kept')).toEqual([]);
    story.soundFiles.unwritable = false;
    await story.killAndRestart(1_000);
    await story.clock.advance(3_000);
    expect(of('recording-kept')).toHaveLength(1);
  });

  it('is tried again after a while when our disk was full', async () => {
    const caller = await talking();
    story.soundFiles.unwritable = true;
    await story.clock.advance(5_000);
    caller.hangUp();
    await story.clock.advance(3_000);
    story.soundFiles.unwritable = false;
    await story.clock.advance(60_000);
    expect(of('recording-kept')).toHaveLength(1);
  });

  it('loses nothing wherever the death comes: one recording is kept, nothing is left on the PBX', async () => {
    const steps: string[] = [];
    const run = async (dieAt: number | null): Promise<void> => {
      const caller = await talking();
      let step = 0;
      story.onStep = (what) => {
        if (dieAt === null) steps.push(what);
        step += 1;
        if (step === dieAt) story.kill();
      };
      await story.clock.advance(5_000);
      caller.hangUp();
      await story.clock.advance(3_000);
      story.onStep = () => undefined;
      if (dieAt !== null) {
        story.restart();
        await story.clock.advance(5_000);
      }
      expect(of('recording-kept').length).toBeGreaterThanOrEqual(1);
      expect(new Set(of('recording-kept').map(({ recordingId }) => recordingId)).size).toBe(1);
      expect(story.pbx.leftovers()).toEqual([]);
    };
    await run(null);
    expect(steps).toEqual(expect.arrayContaining(['fetchRecording', 'recording-kept', 'removeRecording']));
    for (let dieAt = 1; dieAt <= steps.length; dieAt += 1) {
      await story.close();
      await run(dieAt);
    }
  });
});
