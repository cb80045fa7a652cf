import { afterEach, describe, expect, it } from '@jest/globals';
import { overflowPlan } from '../support/overflow-plan.js';
import { Story } from '../support/story.js';

describe('a caller who leaves a message', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const recording = async (): ReturnType<Story['caller']> => {
    story = new Story({ welcome: null, overflow: overflowPlan({ loops: 1, loopSeconds: 10, strategy: { kind: 'voicemail' } }) });
    const caller = await story.caller();
    await story.clock.advance(10_050);
    expect(caller.hearing).toBe('voicemail-greeting');
    await story.clock.advance(3_500);
    expect(caller.heard.map(({ what }) => what)).toContain('beep');
    return caller;
  };
  const deposited = (): unknown[] => story.facts.flatMap((fact) => (fact.type === 'voicemail-deposited' ? [fact.voicemail] : []));

  it('ends it with the hash key, and hears goodbye once it is safe', async () => {
    const caller = await recording();
    await story.clock.advance(20_000);
    caller.press('#');
    await story.clock.advance(1_000);
    expect(deposited()).toMatchObject([{ queueId: 'queue-support', caller: '+33612345678', sha256: expect.any(String) }]);
    expect(caller.hearing).toBe('voicemail-goodbye');
    await story.clock.advance(4_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toEqual({ how: 'voicemail', during: 'voicemail', blame: 'campaign' });
  });

  it('has left it all the same by hanging up', async () => {
    const caller = await recording();
    await story.clock.advance(15_000);
    caller.hangUp();
    await story.clock.advance(5_000);
    expect(deposited()).toHaveLength(1);
    expect(story.ended[0]?.ending).toEqual({ how: 'voicemail', during: 'voicemail', blame: 'campaign' });
  });

  it('has left none by hanging up after the tone: what is too short is discarded', async () => {
    const caller = await recording();
    caller.hangUp();
    await story.clock.advance(5_000);
    expect(deposited()).toHaveLength(0);
    expect([...story.pbx.recorder.fetched.keys()]).toEqual([]);
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'voicemail', blame: 'caller' });
  });

  it('goes on speaking when the backend is killed, and is kept by the next one', async () => {
    const caller = await recording();
    await story.clock.advance(5_000);
    await story.killAndRestart(3_000);
    await story.clock.advance(5_000);
    expect(caller.times('beep')).toBe(1);
    caller.press('#');
    await story.clock.advance(1_000);
    expect(caller.hearing).toBe('voicemail-goodbye');
    expect(deposited()).toHaveLength(1);
    await story.clock.advance(4_000);
  });

  it('has left it who hung up while the backend was away', async () => {
    const caller = await recording();
    await story.clock.advance(10_000);
    const restarted = story.killAndRestart(5_000);
    caller.hangUp();
    await restarted;
    await story.clock.advance(3_000);
    expect(deposited()).toHaveLength(1);
    expect(story.ended[0]?.ending?.how).toBe('voicemail');
  });

  it('is not told that it is safe when it is not', async () => {
    const caller = await recording();
    story.pbx.recorder.unwritable = true;
    await story.clock.advance(10_000);
    caller.press('#');
    await story.clock.advance(1_000);
    expect(caller.hearing).toBe('apology');
    expect(deposited()).toHaveLength(0);
    await story.clock.advance(5_000);
    expect(story.pbx.leftovers()).toEqual([expect.stringContaining('recording')]);
    expect(story.ended[0]?.ending).toEqual({ how: 'failed', during: 'voicemail', blame: 'guichet' });
    story.pbx.recorder.unwritable = false;
    await story.clock.advance(60_000);
  });

  describe('while our disk is full', () => {
    const refused = async (): Promise<void> => {
      const caller = await recording();
      story.pbx.recorder.unwritable = true;
      await story.clock.advance(10_000);
      caller.hangUp();
      await story.clock.advance(1_000);
    };
    const complaints = (): string[] => story.log.complaints.filter((line) => line.includes('could not be brought to our disk'));

    it('has it tried again less and less often, which is said once, until there is room', async () => {
      await refused();
      const asked: number[] = [];
      story.onStep = (what) => {
        if (what === 'fetchRecording') asked.push(story.clock.now());
      };
      const began = story.clock.now();
      await story.clock.advance(3_600_000);
      expect(asked.slice(0, 6).map((at) => Math.round((at - began) / 1_000))).toEqual([4, 14, 34, 74, 154, 314]);
      expect(asked.length).toBeLessThan(20);
      expect(complaints()).toHaveLength(1);
      expect(deposited()).toHaveLength(0);
      story.pbx.recorder.unwritable = false;
      await story.clock.advance(600_000);
      expect(deposited()).toMatchObject([{ caller: '+33612345678', queueId: 'queue-support' }]);
      expect(story.ended).toHaveLength(1);
    });

    it('has it kept by the next backend, when there is room by then', async () => {
      await refused();
      await story.killAndRestart(60_000);
      await story.clock.advance(1_000);
      expect(deposited()).toHaveLength(0);
      story.pbx.recorder.unwritable = false;
      await story.killAndRestart(60_000);
      await story.clock.advance(1_000);
      expect(deposited()).toHaveLength(1);
      expect(story.ended).toHaveLength(1);
      await story.killAndRestart(60_000);
      await story.clock.advance(1_000);
      expect(deposited()).toHaveLength(1);
    });

    it('has it kept all the same who hung up while the backend was away', async () => {
      const caller = await recording();
      await story.clock.advance(10_000);
      story.pbx.recorder.unwritable = true;
      const restarted = story.killAndRestart(5_000);
      caller.hangUp();
      await restarted;
      await story.clock.advance(3_000);
      expect(story.ended[0]?.ending).toEqual({ how: 'failed', during: 'voicemail', blame: 'guichet' });
      story.pbx.recorder.unwritable = false;
      await story.clock.advance(20_000);
      expect(deposited()).toHaveLength(1);
    });

    it('has it kept when the line to the PBX broke as they hung up', async () => {
      const caller = await recording();
      await story.clock.advance(10_000);
      caller.hangUp();
      story.pbx.loseConnection();
      await story.clock.advance(5_000);
      story.pbx.restoreConnection();
      await story.clock.advance(5_000);
      expect(deposited()).toHaveLength(1);
      expect(story.ended).toHaveLength(1);
    });
  });
});
