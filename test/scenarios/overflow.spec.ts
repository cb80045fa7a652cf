import { afterEach, describe, expect, it } from '@jest/globals';
import type { OverflowPlan } from '../../src/core/plan/campaign-plan.js';
import { overflowPlan } from '../support/overflow-plan.js';
import { Story } from '../support/story.js';

function limited(limits: Partial<OverflowPlan>): Story {
  return new Story({ welcome: null, overflow: overflowPlan(limits) });
}

describe('a caller who is not kept in the line', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('is turned away when more wait than the limit, and not when exactly as many do; nobody is billed for it', async () => {
    story = limited({ queueLength: 1 });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const [first, second] = [await story.caller('+33611111111'), await story.caller('+33622222222')];
    expect([first.hearing, second.hearing]).toEqual(['music', 'music']);
    const third = await story.caller('+33633333333');
    expect(third).toMatchObject({ hearing: 'deterrent', answered: false });
    await story.clock.advance(4_000);
    expect(third.ended).toBe('normal');
    expect(story.ended[0]?.ending).toEqual({ how: 'deterred', during: 'overflow', blame: 'campaign' });
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'admission-refused', criterion: 'queue-length', waiting: 2 }));
    first.hangUp();
    second.hangUp();
    await story.clock.advance(100);
  });

  it('is turned away on a wait limit when nobody is signed in, and admitted when the wait is unknown', async () => {
    story = limited({ waitSeconds: 600 });
    const refused = await story.caller('+33611111111');
    expect(refused.hearing).toBe('deterrent');
    await story.clock.advance(4_000);
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const admitted = await story.caller('+33622222222');
    expect(admitted.hearing).toBe('music');
    admitted.hangUp();
    await story.clock.advance(100);
  });

  it('leaves after as many loops of real waiting as are allowed, counted across a restart', async () => {
    story = limited({ loops: 2, loopSeconds: 20 });
    const caller = await story.caller();
    await story.clock.advance(15_000);
    await story.killAndRestart(5_000);
    await story.clock.advance(19_000);
    expect(caller.hearing).toBe('music');
    await story.clock.advance(2_000);
    expect(caller.hearing).toBe('deterrent');
    await story.clock.advance(4_000);
    expect(story.ended[0]?.ending).toEqual({ how: 'deterred', during: 'overflow', blame: 'campaign' });
  });
});
