import { afterEach, describe, expect, it } from '@jest/globals';
import { CallbackStory, CUSTOMER } from '../support/callback-story.js';

describe('a caller who asked to be called back', () => {
  let story: CallbackStory;
  afterEach(async () => {
    expect(story.log.complaints.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('is dialled when an agent has taken the callback, and both talk: a call like any other', async () => {
    story = new CallbackStory({ displayedNumber: { number: '+33170009999', forced: true, byPrefix: [] } });
    await story.asksToBeCalledBack();
    const asked = story.clock.now();
    story.customer().answersAfter(4_000, 30_000);
    await story.clock.advance(60_000);
    expect(story.customer().calls).toEqual([]);
    await story.agents('anne');
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing');
    expect(story.phoneOf('anne').call?.from).toEqual({ number: CUSTOMER, name: 'Support' });
    expect(story.callback).toMatchObject({ state: 'reserved', agentId: 'anne', attempts: 0 });
    await story.clock.until(() => story.customer().rings, 5_000, 'the ringing of the customer');
    expect(story.callback).toMatchObject({ state: 'dialling', agentId: 'anne', attempts: 1 });
    expect(story.customer().call).toMatchObject({ from: { number: '+33170009999', name: null }, assertedIdentity: '+33170009999' });
    expect(story.phoneOf('anne').call?.heard.at(-1)?.what).toBe('ring-tone');
    await story.clock.until(() => story.customer().talks, 5_000, 'the answer');
    await story.clock.advance(50);
    expect(story.customer().call?.heard.at(-1)?.what).toBe('conversation');
    expect(story.callback.state).toBe('talking');
    expect(story.statusOf('anne').state).toBe('talking');
    await story.clock.advance(31_000);
    expect(story.statusOf('anne').state).toBe('wrap-up');
    expect(story.told).toEqual(['requested', 'reserved', 'dialled', 'answered', 'done']);
    const call = story.ended.at(-1);
    expect(call).toMatchObject({
      caller: CUSTOMER,
      did: '+33170000001',
      callbackId: story.callback.callbackId,
      agentId: 'anne',
      ending: { how: 'answered', during: 'conversation', blame: 'caller' },
    });
    expect(call?.queuedAt).toBeLessThan(asked);
    await story.clock.advance(60_000);
    expect(story.customer().calls).toHaveLength(1);
  });

  it('keeps the place: before callers who came later, after those who came before', async () => {
    story = new CallbackStory();
    const first = await story.caller('+33611111111');
    await story.clock.advance(1_000);
    await story.asksToBeCalledBack();
    await story.clock.advance(1_000);
    const last = await story.caller('+33633333333');
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    await story.clock.until(() => first.hearing === 'conversation', 5_000, 'the first conversation');
    first.hangUp();
    await story.clock.until(() => story.customer().talks, 20_000, 'the callback');
    expect(last.hearing).toBe('music');
    await story.clock.until(() => last.hearing === 'conversation', 30_000, 'the last conversation');
    last.hangUp();
    await story.clock.advance(1_000);
  });

  it.each([
    ['is busy', 'busy', (s: CallbackStory) => s.customer().isBusy()],
    ['does not answer', 'no-answer', (s: CallbackStory) => s.customer().neverAnswers()],
    ['refuses', 'refused', (s: CallbackStory) => s.customer().refuses()],
    ['cannot be reached', 'unreachable', (s: CallbackStory) => s.customer().refuses(500, 'unreachable')],
  ])('who %s is tried again, three times in all, and the agents have no wrap-up for it', async (_, outcome, does) => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    does(story);
    await story.agents('anne');
    await story.clock.until(() => story.failures.length === 1, 60_000, 'the first failure');
    await story.clock.advance(10);
    expect(story.statusOf('anne').state).toBe('available');
    expect(story.callback).toMatchObject({ state: 'waiting', attempts: 1, agentId: null, notBefore: expect.any(Number) });
    expect(story.phoneOf('anne').call).toBeNull();
    await story.clock.advance(290_000);
    expect(story.customer().calls).toHaveLength(1);
    await story.clock.advance(700_000);
    expect(story.failures).toEqual([outcome, outcome, outcome]);
    expect(story.told.at(-1)).toBe('expired');
    expect(story.callback).toMatchObject({ state: 'expired', attempts: 3 });
    await story.clock.advance(3_600_000);
    expect(story.customer().calls).toHaveLength(3);
    expect(story.engine.inspect()).toMatchObject({ watched: 0, timers: [], openOffers: 0 });
  });

  it('is let go when the agent hangs up while it rings, and tried again later', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    story.customer().neverAnswers();
    await story.agents('anne');
    await story.clock.until(() => story.customer().rings, 10_000, 'the ringing');
    story.phoneOf('anne').hangUp();
    await story.clock.advance(100);
    expect(story.customer().call).toBeNull();
    expect(story.failures).toEqual(['agent-left']);
    expect(story.callback).toMatchObject({ state: 'waiting', attempts: 1 });
    story.engine.cancelCallback(story.callback.callbackId);
    await story.clock.advance(1_000);
  });

  it('is dialled by nobody before an agent has answered: a missed offer goes to the next, and nobody is an attempt poorer', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    await story.clock.advance(14_000);
    await story.agents('ben');
    await story.clock.until(() => story.customer().talks, 10_000, 'the callback');
    expect(story.callback).toMatchObject({ agentId: 'ben', attempts: 1 });
    expect(story.statusOf('anne').state).toBe('available');
    await story.clock.advance(30_000);
  });

  it('is waiting again when the only agent does not take it, and is not dialled once it is cancelled', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    await story.clock.advance(14_000);
    expect(story.callback.state).toBe('reserved');
    story.engine.cancelCallback(story.callback.callbackId);
    await story.clock.advance(100);
    expect(story.phoneOf('anne').call).toBeNull();
    expect(story.statusOf('anne').state).toBe('available');
    expect(() => story.engine.cancelCallback(story.callback.callbackId)).toThrow(/does not wait/);
    await story.clock.advance(60_000);
    expect(story.customer().calls).toEqual([]);
  });

  it('expires unserved when nobody ever comes', async () => {
    story = new CallbackStory({ callback: { expiresAfterHours: 2 } });
    await story.asksToBeCalledBack();
    await story.clock.advance(2 * 3_600_000);
    expect(story.callback).toMatchObject({ state: 'expired', attempts: 0 });
    expect(story.engine.inspect().floor.callers.size).toBe(0);
  });

  it('hears the whisper of nobody: it is the agent who does, before the customer is dialled', async () => {
    story = new CallbackStory({ whisper: { kind: 'builtin', name: 'whisper-incoming' } });
    await story.asksToBeCalledBack();
    story.customer().answersAfter(2_000, 5_000);
    await story.agents('anne');
    await story.clock.until(() => story.customer().talks, 20_000, 'the callback');
    await story.clock.advance(500);
    const heard = story
      .phoneOf('anne')
      .calls.at(-1)
      ?.heard.map(({ what }) => what);
    expect(heard).toEqual(['whisper-incoming', 'ring-tone', 'conversation']);
    expect(
      story
        .customer()
        .calls.at(-1)
        ?.heard.map(({ what }) => what),
    ).toEqual(['conversation']);
    await story.clock.advance(10_000);
  });
});
