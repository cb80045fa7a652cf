import { afterEach, describe, expect, it } from '@jest/globals';
import { Story } from '../support/story.js';

let story: Story;

afterEach(async () => {
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

describe('a recording that our full disk did not take', () => {
  it('is kept once when there is room again and another is brought before it would be tried again', async () => {
    story = new Story({ welcome: null, recording: { mode: 'all', dispositionCodes: [], retentionDays: 90, consent: null } });
    await story.agents('anne');
    const first = await story.caller();
    await story.clock.until(() => first.hearing === 'conversation', 5_000, 'the first conversation');
    const second = await story.caller('+33622222222');
    story.soundFiles.unwritable = true;
    await story.clock.advance(5_000);
    first.hangUp();
    await story.clock.until(() => second.hearing === 'conversation', 60_000, 'the second conversation');
    await story.clock.advance(2_000);
    story.soundFiles.unwritable = false;
    second.hangUp();
    await story.clock.advance(1_000);
    const kept = (): number => story.facts.filter(({ type }) => type === 'recording-kept').length;
    expect(kept()).toBe(2);
    await story.clock.advance(120_000);
    expect(kept()).toBe(2);
  });
});

describe('a caller who hangs up in the moment in which the recording begins', () => {
  it('has no recording, which is nobody’s fault and is told of as none', async () => {
    story = new Story({ welcome: null, recording: { mode: 'all', dispositionCodes: [], retentionDays: 90, consent: null } });
    await story.agents('anne');
    story.pbx.recorder.refusesTaps = true;
    story.pbx.faults = { eventTakes: () => 50 };
    const caller = await story.caller();
    await story.clock.until(() => story.happened.includes('recording-begun'), 5_000, 'the recording');
    caller.hangUp();
    await story.clock.advance(5_000);
    expect(story.ended).toHaveLength(1);
    expect(story.happened).not.toContain('recording-failed');
    expect(story.happened).toContain('recording-discarded');
  });
});
