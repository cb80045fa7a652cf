import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

let story: Story;

async function aboutToTalk(requestTakes = 0): Promise<FakeCaller> {
  story = new Story({ welcome: null, recording: { mode: 'all', dispositionCodes: [], retentionDays: 90, consent: null } });
  await story.agents('anne');
  story.pbx.faults = { requestTakes: () => requestTakes };
  const caller = await story.caller();
  await story.clock.until(() => story.happened.includes('recording-begun'), 20_000, 'the recording');
  return caller;
}

const ask = (type: 'pause-recording' | 'resume-recording'): Promise<unknown> => story.engine.ask(brandId<AgentId>('anne'), { type });
const pauses = (): string[] => story.happened.filter((type) => /^recording-(un)?muted$/.test(type));

afterEach(async () => {
  story.pbx.faults = {};
  for (const caller of story.pbx.callers) caller.hangUp();
  await story.clock.advance(5_000);
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

describe('an agent who pauses the recording in the moment in which it begins', () => {
  it('has it paused as soon as there is one, on both sides', async () => {
    await aboutToTalk(300);
    const paused = ask('pause-recording');
    await story.clock.advance(3_000);
    await paused;
    const resumed = ask('resume-recording');
    await story.clock.advance(3_000);
    await resumed;
    expect(pauses()).toEqual(['recording-muted', 'recording-unmuted']);
    for (const { recording } of story.pbx.recorder.all()) {
      const [silence] = story.pbx.recorder.silencesIn(recording);
      expect(silence?.from).toBeLessThanOrEqual(300);
      expect((silence?.to ?? 0) - (silence?.from ?? 0)).toBeGreaterThan(2_000);
    }
  });

  it('and resumes it at once hears both told in their order', async () => {
    await aboutToTalk(300);
    const both = [ask('pause-recording'), ask('resume-recording')];
    await story.clock.advance(3_000);
    await Promise.all(both);
    expect(pauses()).toEqual(['recording-muted', 'recording-unmuted']);
  });
});

describe('a recording that is paused when the line to the PBX breaks', () => {
  it('goes on in another, which is paused as well', async () => {
    await aboutToTalk();
    await story.clock.advance(1_000);
    const paused = ask('pause-recording');
    await story.clock.advance(100);
    await paused;
    story.pbx.loseConnection();
    for (const { recording } of story.pbx.recorder.all()) story.pbx.recorder.stop(recording);
    await story.clock.advance(500);
    story.pbx.restoreConnection();
    await story.clock.advance(3_000);
    expect(story.happened.filter((type) => type === 'recording-begun')).toHaveLength(2);
    expect(pauses()).toEqual(['recording-muted', 'recording-muted']);
    await expect(ask('pause-recording')).rejects.toMatchObject({ code: 'recording-paused' });
  });
});
