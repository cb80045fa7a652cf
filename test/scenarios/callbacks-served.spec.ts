import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId, type CallId, type CampaignId, type SkillId } from '../../src/core/kernel/ids.js';
import { CallbackStory, CUSTOMER } from '../support/callback-story.js';

const HOUR = 3_600_000;
const SUPPORT = brandId<CampaignId>('campaign-support');
const ANNE = brandId<AgentId>('anne');

/** Every day from this hour to that one, in UTC. */
function daily(from: string, to: string) {
  const day = [{ from, to }];
  const days = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day };
  return { timeZone: 'UTC', days };
}

describe('a callback', () => {
  let story: CallbackStory;
  afterEach(async () => {
    expect(story.log.complaints.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  const hourOf = (): number => new Date(story.clock.now()).getUTCHours();
  const noon = async (): Promise<void> => story.clock.advance(((((12 - hourOf()) % 24) + 24) % 24) * HOUR);

  it('leaves the line when the calling hours end and is dialled when they begin, at the same place', async () => {
    story = new CallbackStory({ callback: { hours: daily('09:00', '13:00') } });
    await noon();
    await story.asksToBeCalledBack();
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    await story.clock.advance(HOUR);
    expect(story.engine.inspect().floor.callers.size).toBe(0);
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    await story.clock.advance(18 * HOUR);
    expect(story.customer().calls).toEqual([]);
    await story.clock.advance(3 * HOUR);
    expect(hourOf()).toBeGreaterThanOrEqual(9);
    expect(story.told.at(-1)).toBe('done');
  });

  it('keeps to the clock on the wall of the customer: it is evening in La Réunion when the hours here have just begun', async () => {
    story = new CallbackStory({ callback: { hours: daily('09:00', '18:00') } });
    story.directory.callerNumber = (number) => number;
    await noon();
    await story.clock.advance(3 * HOUR);
    story.engine.planCallback({ campaignId: SUPPORT, number: '+33612345678', callId: null, agentId: null, at: null });
    await story.clock.advance(0);
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    story.directory.timeZoneOf = () => 'Indian/Reunion';
    story.changePlan({});
    await story.clock.advance(11_000);
    expect(story.engine.inspect().floor.callers.size).toBe(0);
    story.engine.cancelCallback(story.callback.callbackId);
  });

  it('is seen by an administrator who closes the campaign by hand: it leaves the line within ten seconds', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    story.changePlan({ running: false });
    await story.clock.advance(10_100);
    expect(story.engine.inspect().floor.callers.size).toBe(0);
    story.changePlan({ running: true });
    await story.clock.advance(10_100);
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    story.engine.cancelCallback(story.callback.callbackId);
    await story.clock.advance(0);
  });

  it('asks of agents what the campaign asks now: it is served once the administrator has dropped a skill that nobody has', async () => {
    const requiredSkills = [{ skillId: brandId<SkillId>('klingon'), minimumLevel: 1, relaxAfterSeconds: null }];
    story = new CallbackStory({ requiredSkills });
    await story.asksToBeCalledBack();
    const { queuedAt } = story.callback;
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    await story.clock.advance(HOUR);
    expect(story.customer().calls).toEqual([]);
    story.changePlan({ requiredSkills: [] });
    await story.clock.advance(60_000);
    expect(story.callback).toMatchObject({ state: 'done', agentId: 'anne', queuedAt });
  });

  it('of a caller whom the PBX took with it is made, proposed, or neither, as the campaign says', async () => {
    for (const [recoverLost, told] of [
      ['off', []],
      ['propose', ['proposed']],
      ['automatic', ['requested']],
    ] as const) {
      story = new CallbackStory({ callback: { recoverLost } });
      await story.caller();
      await story.clock.advance(5_000);
      story.pbx.restartPbx();
      await story.clock.advance(1_000);
      story.pbx.restoreConnection();
      await story.clock.advance(1_000);
      expect(story.ended[0]?.ending?.how).toBe('lost');
      expect(story.told).toEqual(told);
      if (recoverLost === 'propose') {
        expect(story.engine.inspect().floor.callers.size).toBe(0);
        story.engine.confirmCallback(story.callback.callbackId);
        await story.clock.advance(0);
      }
      if (recoverLost !== 'off') {
        expect(story.engine.inspect().floor.callers.size).toBe(1);
        expect(story.callback.queuedAt).toBe(story.ended[0]?.queuedAt);
        story.customer().answersAfter(1_000, 3_000);
        await story.agents('anne');
        await story.clock.advance(30_000);
        expect(story.callback.state).toBe('done');
        expect(() => story.engine.confirmCallback(story.callback.callbackId)).toThrow(/not proposed/);
      }
      if (recoverLost !== 'automatic') await story.close();
    }
  });

  it('is closed by the call of a customer who calls in and is talked to, and not by one who gives up', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    const givesUp = await story.caller(CUSTOMER);
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    givesUp.hangUp();
    await story.clock.advance(1_000);
    expect(story.callback.state).toBe('waiting');
    expect(story.engine.inspect().floor.callers.size).toBe(1);
    const caller = await story.caller(CUSTOMER);
    await story.agents('anne');
    await story.clock.until(() => caller.hearing === 'conversation', 10_000, 'the conversation');
    expect(story.callback).toMatchObject({ state: 'done', agentId: 'anne', attempts: 0 });
    expect(story.told.at(-1)).toBe('closed-by-call');
    caller.hangUp();
    await story.clock.advance(60_000);
    expect(story.customer().calls).toEqual([]);
  });

  it('for one agent waits for that agent alone, and is left to the queue after four hours', async () => {
    story = new CallbackStory();
    await story.agents('ben', 'anne');
    await story.engine.ask(ANNE, { type: 'pause', reason: null });
    story.customer().answersAfter(1_000, 5_000);
    story.engine.planCallback({ campaignId: SUPPORT, number: CUSTOMER, callId: null, agentId: ANNE, at: null });
    await story.clock.advance(HOUR);
    expect(story.customer().calls).toEqual([]);
    await story.engine.ask(ANNE, { type: 'resume' });
    await story.clock.advance(30_000);
    expect(story.callback).toMatchObject({ state: 'done', agentId: 'anne' });
    await story.engine.ask(ANNE, { type: 'pause', reason: null });
    story.engine.planCallback({ campaignId: SUPPORT, number: CUSTOMER, callId: null, agentId: ANNE, at: story.clock.now() + HOUR });
    await story.clock.advance(5 * HOUR - 1_000);
    expect(story.customer().calls).toHaveLength(1);
    await story.clock.advance(60_000);
    expect(story.told.slice(-5)).toEqual(['left-to-queue', 'reserved', 'dialled', 'answered', 'done']);
    expect(story.callback.agentId).toBe('ben');
  });

  it('planned in a call may not pass the deadline of the campaign, and the refusal tells it', async () => {
    story = new CallbackStory({ callback: { deadline: { relativeHours: 24, date: null } } });
    await story.clock.advance(0);
    const callId = brandId<CallId>('pbx1-1');
    const at = story.clock.now() + 25 * HOUR;
    const plan = (number: string, late: boolean) => () =>
      story.engine.planCallback({ campaignId: SUPPORT, number, callId, agentId: null, at: late ? at : at - 2 * HOUR });
    expect(plan(CUSTOMER, true)).toThrow(expect.objectContaining({ code: 'callback-too-late', details: { latest: expect.any(String) } }));
    expect(plan(CUSTOMER, false)()).toMatchObject({ state: 'waiting', notBefore: at - 2 * HOUR });
    expect(plan(CUSTOMER, false)).toThrow(expect.objectContaining({ code: 'callback-open' }));
    story.engine.cancelCallback(story.callback.callbackId);
    for (const [number, code] of [
      ['+33899123456', 'number-not-allowed'],
      ['+14155550123', 'number-not-allowed'],
      ['118218', 'invalid-number'],
      ['nobody', 'invalid-number'],
      ['0699999999@example.com', 'invalid-number'],
      ['0699999999;phone-context=+44', 'invalid-number'],
      ['+33'.padEnd(42, '6'), 'invalid-number'],
    ] as const)
      expect(plan(number, false)).toThrow(expect.objectContaining({ code }));
    await story.clock.advance(26 * HOUR);
    expect(story.told).toEqual(['requested', 'cancelled']);
  });

  it('is tried again when the agent says that it was a machine', async () => {
    story = new CallbackStory();
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000, 5_000);
    await story.agents('anne');
    await story.clock.until(() => story.callback.state === 'done', 30_000, 'the end of the conversation');
    const { attemptCallId } = story.callback;
    const disposed = {
      detailCode: null,
      detailLabel: null,
      note: null,
      answers: [],
      label: '',
      category: 'not-argued',
      profit: 0,
    } as const;
    story.engine.record({
      ...{
        type: 'call-disposed',
        callId: attemptCallId ?? brandId<CallId>(''),
        agentId: ANNE,
        campaignId: SUPPORT,
        arrivedAt: 0,
        code: '93',
      },
      ...{ ...disposed, currency: null, countsForQuota: false },
    } as never);
    await story.clock.advance(0);
    expect(story.failures).toEqual(['machine']);
    expect(story.callback).toMatchObject({ state: 'waiting', attempts: 1 });
    await story.clock.advance(330_000);
    expect(story.callback).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('goes to the customer first where that is set: the agent is reserved meanwhile and rung at the answer', async () => {
    story = new CallbackStory({ callback: { dialFirst: 'customer' } });
    await story.asksToBeCalledBack();
    story.customer().answersAfter(20_000, 30_000);
    await story.agents('anne');
    await story.clock.advance(18_000);
    expect(story.statusOf('anne').state).toBe('offered');
    expect(story.phoneOf('anne').calls).toEqual([]);
    expect(story.customer().rings).toBe(true);
    await story.clock.until(() => story.phoneOf('anne').rings, 4_000, 'the ringing of the agent');
    expect(story.customer().call?.heard.at(-1)?.what).toBe('callback-greeting');
    await story.clock.until(() => story.phoneOf('anne').talks, 5_000, 'the answer of the agent');
    await story.clock.advance(100);
    expect(story.customer().call?.heard.at(-1)?.what).toBe('conversation');
    await story.clock.advance(60_000);
    expect(story.callback).toMatchObject({ state: 'done', agentId: 'anne', attempts: 1 });
  });

  it('whose customer was dialled first and answered is never dropped: a refusal of the agent leaves them first in line, with music', async () => {
    story = new CallbackStory({ callback: { dialFirst: 'customer' } });
    await story.asksToBeCalledBack();
    await story.clock.advance(HOUR);
    story.customer().answersAfter(2_000);
    await story.agents('anne');
    story.phoneOf('anne').refuses();
    await story.clock.until(() => story.customer().talks, 5_000, 'the answer of the customer');
    const later = await story.caller('+33699999999');
    await story.clock.advance(70_000);
    expect(story.customer().call?.heard.at(-1)?.what).toBe('music');
    expect(story.statusOf('anne')).toMatchObject({ state: 'paused', reason: 'missed-offers' });
    story.phoneOf('anne').answersAfter(1_000);
    await story.engine.ask(ANNE, { type: 'resume' });
    await story.clock.advance(2_000);
    expect(story.customer().call?.heard.at(-1)?.what).toBe('conversation');
    expect(later.hearing).toBe('music');
    later.hangUp();
    story.customer().hangUp();
    await story.clock.advance(30_000);
    expect(story.callback.state).toBe('done');
  });

  it('whose customer is dialled first and does not answer costs the reserved agent neither a miss nor a pause', async () => {
    story = new CallbackStory({ callback: { dialFirst: 'customer', maxAttempts: 1 } });
    await story.asksToBeCalledBack();
    story.customer().neverAnswers();
    await story.agents('anne');
    await story.clock.advance(30_100);
    expect(story.callback).toMatchObject({ state: 'expired', attempts: 1 });
    expect(story.statusOf('anne').state).toBe('available');
    expect(story.facts.filter(({ type }) => type === 'ring-no-answer')).toEqual([]);
  });

  it('whose customer is dialled first greets them once: not after a refusal, not after a restart, but again where a restart cut it short', async () => {
    const own = { kind: 'upload', audioId: 'hello' } as const;
    story = new CallbackStory({ callback: { dialFirst: 'customer', greeting: own } });
    await story.asksToBeCalledBack();
    story.customer().answersAfter(1_000);
    await story.agents('anne');
    story.phoneOf('anne').refuses();
    const heard = (): string[] => (story.customer().call?.heard ?? []).map(({ what }) => what);
    await story.clock.until(() => heard().includes('hello'), 5_000, 'the greeting');
    await story.killAndRestart(500);
    await story.clock.until(() => heard().filter((what) => what === 'hello').length === 2, 5_000, 'the greeting again');
    await story.clock.until(() => heard().at(-1) === 'music', 20_000, 'the music');
    await story.clock.advance(1_000);
    await story.killAndRestart(500);
    await story.clock.advance(20_000);
    expect(heard().filter((what) => what === 'hello')).toHaveLength(2);
    story.customer().hangUp();
    await story.clock.advance(1_000);
    expect(story.failures).toEqual(['abandoned']);
    story.engine.cancelCallback(story.callback.callbackId);
    await story.clock.advance(0);
  });
});
