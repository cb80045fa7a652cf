import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import { Story } from '../support/story.js';

const anne = brandId<AgentId>('anne');
const NO_WRAP_UP = { wrapUpSeconds: 0, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' } as const;

describe('When things happen in the same instant', () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ calls: [], openOffers: 0, watched: 0, timers: [] });
    expect(new Set(story.ended.map(({ callId }) => callId)).size).toBe(story.ended.length);
    await story.close();
  });

  it('a caller who is gone before we hear of the call is abandoned, not failed', async () => {
    story = new Story();
    story.pbx.faults = { eventTakes: () => 200 };
    const caller = story.pbx.callArrives({ did: '+33170000001', from: '+33612345678' });
    await story.clock.advance(100);
    caller.hangUp();
    await story.clock.advance(1_000);
    expect(story.ended.map(({ ending }) => ending)).toEqual([{ how: 'abandoned', during: 'greeting', blame: 'caller' }]);
  });

  it('a caller who hangs up as the agent answers leaves nobody on the phone, and the agent free', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.pbx.faults = { eventTakes: () => 100 };
    story.phoneOf('anne').answersAfter(1_000);
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').talks, 5_000, 'the answer');
    caller.hangUp();
    await story.clock.advance(1_000);
    expect(story.phoneOf('anne').call).toBeNull();
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['abandoned']);
  });

  it('an agent who is through with one call is rung for the next when the phone is free, not before', async () => {
    story = new Story({ welcome: null, afterCall: NO_WRAP_UP });
    await story.agents('anne');
    story.pbx.faults = { requestTakes: () => 50 };
    const first = await story.caller('+33611111111');
    await story.clock.until(() => first.hearing === 'conversation', 5_000, 'the conversation');
    const second = await story.caller('+33622222222');
    await story.clock.advance(1_000);
    first.hangUp();
    await story.clock.until(() => second.hearing === 'conversation', 10_000, 'the next conversation');
    const [before, after] = story.phoneOf('anne').calls;
    expect(before?.endedAt).toBeLessThanOrEqual(after?.dialledAt ?? 0);
    second.hangUp();
  });

  it('a call to a number that leads nowhere is one call, though it is told twice', async () => {
    story = new Story();
    story.pbx.faults = { repeatsEvent: ({ type }) => type === 'call-arrived' };
    story.pbx.callArrives({ did: '+33199999999', from: null });
    await story.clock.advance(100);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['closed']);
    expect(story.happened).toEqual(['call-arrived', 'call-ended']);
  });
});

describe('When the line is lost in the wrong instant', () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('between the answer and the joining, the caller is back in the line and the agent is free for them', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.pbx.faults = { requestTakes: () => 100 };
    const caller = await story.caller();
    await story.clock.until(() => story.statusOf('anne').state === 'talking', 10_000, 'the answer');
    story.pbx.loseConnection();
    await story.clock.advance(2_000);
    story.pbx.restoreConnection();
    await story.clock.until(() => caller.hearing === 'conversation', 30_000, 'the conversation');
    expect(story.statusOf('anne')).toMatchObject({ state: 'talking', callId: caller.leg.replace(':', '-') });
    caller.hangUp();
    await story.clock.advance(1_000);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['answered']);
  });

  it('as a caller is hung up, the call has one ending all the same', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 10_000, 'the conversation');
    story.pbx.faults = { requestTakes: () => 100 };
    story.phoneOf('anne').hangUp();
    await story.clock.advance(150);
    expect(caller.ended).toBeNull();
    story.pbx.loseConnection();
    await story.clock.advance(2_000);
    story.pbx.restoreConnection();
    await story.clock.advance(5_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended.map(({ ending }) => ending)).toEqual([{ how: 'answered', during: 'conversation', blame: 'agent' }]);
  });

  it('and killed: the agent can hang up a conversation that began before', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 10_000, 'the conversation');
    await story.killAndRestart(1_000);
    await story.clock.advance(1_000);
    await Promise.all([story.engine.ask(anne, { type: 'hang-up' }), story.clock.advance(1_000)]);
    expect(caller.ended).toBe('normal');
  });

  it('a caller who came and went meanwhile is one call, though the arrival is told once more', async () => {
    story = new Story({ welcome: null });
    story.pbx.loseConnection();
    const caller = story.pbx.callArrives({ did: '+33170000001', from: null });
    await story.clock.advance(1_000);
    // The census finds the caller before the arrival is told, and a request finds them gone.
    const delays = [0];
    story.pbx.faults = { requestTakes: () => 50, eventTakes: () => delays.shift() ?? 400 };
    story.pbx.restoreConnection();
    await story.clock.advance(60);
    caller.hangUp();
    await story.clock.advance(2_000);
    expect(story.happened.filter((type) => type === 'call-arrived' || type === 'call-ended')).toEqual(['call-arrived', 'call-ended']);
  });
});
