import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type CampaignId } from '../../src/core/kernel/ids.js';
import { CAUTIOUS_POLICY } from '../../src/core/dialling/dial-policy.js';
import { CallbackStory, CUSTOMER } from '../support/callback-story.js';

const SUPPORT = brandId<CampaignId>('campaign-support');
const MINUTE = 60_000;
const OTHERS = ['+33612345601', '+33612345602', '+33612345603'] as const;

describe('a customer who is about to be called back', () => {
  let story: CallbackStory;
  afterEach(async () => {
    expect(story.log.complaints.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ callbacks: { attempts: 0, places: 0, customersHere: 0, awaitingLines: 0 } });
    expect(story.engine.inspect()).toMatchObject({ watched: 0, openOffers: 0 });
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  const isAskedFor = (number: string): void => {
    story.engine.planCallback({ campaignId: SUPPORT, number, callId: null, agentId: null, at: null });
  };

  it('and calls in while an agent is being rung, and gives up, is called back all the same', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    await story.clock.until(() => story.phoneOf('anne').rings, 5_000, 'the ringing of the agent');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller(CUSTOMER);
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.callback.state).not.toBe('done');
    story.phoneOf('anne').answersAfter(1_000);
    await story.clock.advance(2 * MINUTE);
    expect(story.callback).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('and calls in while the agent hears the whisper is not dialled: they are on the line already', async () => {
    story = new CallbackStory({ whisper: { kind: 'builtin', name: 'whisper' } });
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    await story.clock.until(() => story.phoneOf('anne').talks, 5_000, 'the answer of the agent');
    const caller = await story.caller(CUSTOMER);
    await story.clock.until(() => caller.hearing === 'conversation', 20_000, 'the conversation');
    expect(story.customer().calls).toEqual([]);
    expect(story.told.at(-1)).toBe('closed-by-call');
    caller.hangUp();
    await story.clock.advance(MINUTE);
  });

  it('is not dialled when the campaign closes while the agent hears the whisper', async () => {
    const day = [{ from: '00:00', to: '12:00' }];
    const days = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day };
    story = new CallbackStory({ whisper: { kind: 'builtin', name: 'whisper' }, callback: { hours: { timeZone: 'UTC', days } } });
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000, 5_000);
    const noon = new Date(story.clock.now()).setUTCHours(12, 0, 0, 0);
    expect(story.clock.now()).toBeLessThan(noon);
    await story.clock.advanceTo(noon - 3_000);
    await story.agents('anne');
    await story.clock.until(() => story.phoneOf('anne').talks, 5_000, 'the answer of the agent');
    expect(story.clock.now()).toBeLessThan(noon);
    await story.clock.advance(6 * 60 * MINUTE);
    expect(story.customer().calls).toEqual([]);
    expect(story.callback).toMatchObject({ state: 'waiting', attempts: 0 });
    await story.clock.advance(12 * 60 * MINUTE);
    expect(story.callback).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('from a number that is on two lines stays undialled until both are over', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000, 5_000);
    const [one, two] = [await story.caller(CUSTOMER), await story.caller(CUSTOMER)];
    two.hangUp();
    await story.clock.advance(1_000);
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    one.hangUp();
    await story.clock.advance(1_000);
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    await story.agents('anne');
    await story.clock.advance(MINUTE);
    expect(story.callback).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('is not called a second time when the backend dies between the end of the conversation and what follows from it', async () => {
    for (const what of ['call-ended', 'callback-done']) {
      story = new CallbackStory();
      await story.asksToBeCalledBack();
      story.customer().answersAfter(1_000, 5_000);
      await story.agents('anne');
      story.onStep = (step) => {
        if (step !== what || story.callback.attemptCallId === null || story.facts.at(-1)?.type !== what) return;
        story.onStep = () => undefined;
        story.kill();
        story.clock.at(story.clock.now() + 1_000, () => story.restart());
      };
      await story.clock.advance(30 * MINUTE);
      expect(story.customer().calls).toHaveLength(1);
      expect(story.callback).toMatchObject({ state: 'done', attempts: 1 });
      if (what === 'call-ended') await story.close();
    }
  });

  it('waits for a line when as many calls are up as may be: no agent is rung for nothing, and the longest waiting is next', async () => {
    story = new CallbackStory();
    story.dialPolicy = { ...CAUTIOUS_POLICY, maxConcurrentOutbound: 1 };
    for (const number of OTHERS) {
      isAskedFor(number);
      story.customer(number).answersAfter(1_000, 60_000);
      await story.clock.advance(1_000);
    }
    await story.agents('anne', 'ben');
    await story.clock.until(() => story.customer(OTHERS[0]).talks, 10_000, 'the first customer');
    await story.clock.advance(40_000);
    expect([...story.phoneOf('anne').calls, ...story.phoneOf('ben').calls]).toHaveLength(1);
    await story.clock.until(() => story.customer(OTHERS[1]).talks, 40_000, 'the second customer, as soon as the first has hung up');
    expect(story.customer(OTHERS[2]).calls).toEqual([]);
    await story.clock.advance(5 * MINUTE);
    const dialledAt = OTHERS.map((number) => story.customer(number).calls[0]?.dialledAt ?? 0);
    expect(dialledAt).toEqual(dialledAt.toSorted((a, b) => a - b));
    expect(story.callbacks.map(({ state }) => state).filter((state) => state === 'done')).toHaveLength(3);
  });

  it('waits for that line after a restart too, which finds the calls that are up', async () => {
    story = new CallbackStory();
    story.dialPolicy = { ...CAUTIOUS_POLICY, maxConcurrentOutbound: 1 };
    for (const number of OTHERS.slice(0, 2)) {
      isAskedFor(number);
      story.customer(number).answersAfter(1_000, 60_000);
    }
    await story.agents('anne', 'ben');
    await story.clock.until(() => story.customer(OTHERS[0]).talks, 10_000, 'the first customer');
    await story.killAndRestart(1_000);
    await story.clock.advance(30_000);
    expect(story.customer(OTHERS[1]).calls).toEqual([]);
    await story.clock.advance(5 * MINUTE);
    expect(story.customer(OTHERS[1]).calls).toHaveLength(1);
  });
});
