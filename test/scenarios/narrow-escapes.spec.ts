import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import { Story } from '../support/story.js';

const ANNE = brandId<AgentId>('anne');

describe('what happens in the same instant', () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(10_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ calls: [], openOffers: 0, watched: 0 });
    await story.close();
  });

  it('the agent answers and the caller hangs up: the agent is let go and free again', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing');
    story.pbx.faults = { bundlesEvents: () => true };
    story.phoneOf('anne').answer();
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.phoneOf('anne').call).toBeNull();
    expect(story.statusOf('anne').state).not.toBe('talking');
    expect(story.ended).toHaveLength(1);
  });

  it('the line to the PBX is lost after the answer and before the two are put together: the caller is offered again', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.pbx.faults = { requestTakes: () => 50 };
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing');
    story.phoneOf('anne').answer();
    await story.clock.advance(20);
    story.pbx.loseConnection();
    await story.clock.advance(500);
    story.phoneOf('anne').answersAfter(200);
    story.pbx.restoreConnection();
    await story.clock.until(() => caller.hearing === 'conversation', 20_000, 'the conversation');
    expect(story.statusOf('anne').state).toBe('talking');
    caller.hangUp();
  });

  it('a phone that is answered and drops at once costs the agent no wrap-up and the caller no place', async () => {
    story = new Story({
      welcome: null,
      afterCall: { wrapUpSeconds: null, conventionalPauseSeconds: 0, conventionalPauseStarts: 'with-wrap-up' },
    });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing');
    story.pbx.faults = { requestTakes: () => 20 };
    story.phoneOf('anne').answer();
    await story.clock.advance(5);
    story.phoneOf('anne').hangUp();
    await story.clock.advance(500);
    expect(story.statusOf('anne').state).not.toBe('wrap-up');
    expect(caller.hearing).toBe('music');
    story.phoneOf('anne').answersAfter(200);
    await story.clock.until(() => caller.hearing === 'conversation', 20_000, 'the conversation');
    caller.hangUp();
    await story.clock.advance(100);
    await story.engine.ask(ANNE, { type: 'end-wrap-up' });
  });
});

describe('an agent who talks while the backend is killed', () => {
  it('hangs up over the API after the restart as before', async () => {
    const story = new Story({ welcome: null });
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.killAndRestart(1_000);
    const asked = story.engine.ask(ANNE, { type: 'hang-up' });
    await story.clock.advance(100);
    await asked;
    expect(story.statusOf('anne').state).toBe('wrap-up');
    expect(caller.ended).toBe('normal');
    await story.close();
  });
});

describe('an orderly stop', () => {
  it('leaves no trace in the line: nobody is said to have left, no phone is called in vain', async () => {
    const story = new Story({ welcome: null });
    const callers = [await story.caller('+33611111111'), await story.caller('+33622222222'), await story.caller('+33633333333')];
    await story.clock.advance(1_000);
    const before = story.happened.length;
    await story.engine.stop();
    await story.clock.advance(1_000);
    expect(story.happened.slice(before)).toEqual([]);
    expect(callers.map(({ hearing }) => hearing)).toEqual(['music', 'music', 'music']);
    await story.close();
  });

  it('a short loss of the line keeps everybody in place, unmentioned', async () => {
    const story = new Story({ welcome: null });
    await story.caller('+33611111111');
    await story.caller('+33622222222');
    story.pbx.loseConnection();
    await story.clock.advance(2_000);
    story.pbx.restoreConnection();
    await story.clock.advance(500);
    expect(story.happened).not.toContain('call-left-queue');
    expect(story.happened.filter((type) => type === 'call-queued')).toHaveLength(2);
    expect(story.engine.live().calls.map(({ position }) => position)).toEqual([1, 2]);
    await story.close();
  });
});
