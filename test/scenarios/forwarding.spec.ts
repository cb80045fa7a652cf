import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fact } from '../../src/core/journal/facts.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { FakePhone } from '../support/fake-telephony/fake-phone.js';
import { Story } from '../support/story.js';

const MOBILE = '+33612399999';

describe('A phone that forwards its calls', () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ calls: [], openOffers: 0, watched: 0, timers: [] });
    await story.close();
  });

  const centre = async (followForwarding = true, to = MOBILE): Promise<FakeCaller> => {
    story = new Story({ welcome: null });
    story.followForwarding = followForwarding;
    await story.agents('anne');
    story.phoneOf('anne').forwards(to);
    return story.caller();
  };
  const mobile = (number = MOBILE): FakePhone => story.phoneAt(`PJSIP/${number}@carrier`);
  const forwardings = (): Fact[] => story.facts.filter(({ type }) => type === 'offer-forwarded');
  const misses = (): string[] => story.facts.flatMap((fact) => (fact.type === 'ring-no-answer' ? [fact.failure] : []));

  it('is not followed unless a setting says so: the agent has refused, and nobody else is called', async () => {
    const caller = await centre(false);
    mobile();
    await story.clock.advance(1_500);
    expect([misses(), mobile().calls, forwardings()]).toEqual([['refused'], [], []]);
    expect(caller.hearing).toBe('music');
    caller.hangUp();
  });

  it('is followed where the setting says so: the number rings with caller and campaign on the display, and the agent talks on it', async () => {
    const caller = await centre();
    mobile().answersAfter(2_000);
    await story.clock.until(() => mobile().rings, 5_000, 'the mobile to ring');
    expect(caller.hearing).toBe('music');
    expect(mobile().call?.from).toMatchObject({ number: '+33612345678' });
    expect(story.statusOf('anne').state).toBe('offered');
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    expect(forwardings()).toMatchObject([{ agentId: 'anne', number: MOBILE, refused: null }]);
    expect(misses()).toEqual([]);
    mobile().hangUp();
    await story.clock.advance(1_000);
    expect(story.ended.map(({ ending }) => ending)).toEqual([{ how: 'answered', during: 'conversation', blame: 'agent' }]);
  });

  it('is understood in the country of the number that was dialled', async () => {
    const caller = await centre(true, '06 12 39 99 99'.replaceAll(' ', ''));
    mobile().answersAfter(2_000);
    await story.clock.until(() => caller.hearing === 'conversation', 8_000, 'the conversation');
    caller.hangUp();
  });

  it('gets no more time than the queue gives: then the number stops ringing and the agent has missed the call', async () => {
    const caller = await centre();
    mobile().neverAnswers();
    await story.clock.advance(14_900);
    expect(mobile().rings).toBe(true);
    await story.clock.advance(200);
    expect([mobile().call, misses()]).toEqual([null, ['no-answer']]);
    caller.hangUp();
  });

  it('is followed once: a number that forwards as well has refused', async () => {
    const caller = await centre();
    mobile().forwards('+33612388888');
    mobile('+33612388888');
    await story.clock.advance(2_500);
    expect(mobile('+33612388888').calls).toEqual([]);
    expect(forwardings()).toMatchObject([{ refused: null }, { number: '+33612388888', refused: 'forwarded-twice' }]);
    expect(misses()).toEqual(['refused']);
    caller.hangUp();
  });

  it.each([
    ['+33899123456', 'denied-prefix', '+33899123456'],
    ['+882123456789', 'premium', '+882123456789'],
    ['+4915112345678', 'not-allowed', '+4915112345678'],
    ['112', 'not-a-number', '112'],
    ['sip:+33612399999@elsewhere.example', 'not-a-number', 'sip:+33612399999@elsewhere.example'],
    ['PJSIP/+33612399999@carrier', 'not-a-number', 'PJSIP/+33612399999@carrier'],
  ])('to %s, which may not be called (%s), has refused, and the timeline says why', async (to, refused, number) => {
    const caller = await centre(true, to);
    await story.clock.advance(1_500);
    expect(forwardings()).toMatchObject([{ agentId: 'anne', number, refused }]);
    expect(misses()).toEqual(['refused']);
    expect(caller.hearing).toBe('music');
    caller.hangUp();
  });

  it('is let go with the number that rings when the caller hangs up', async () => {
    const caller = await centre();
    mobile().neverAnswers();
    await story.clock.until(() => mobile().rings, 5_000, 'the mobile to ring');
    caller.hangUp();
    await story.clock.advance(100);
    expect(mobile().call).toBeNull();
    expect(story.statusOf('anne').state).toBe('available');
  });

  it('stops ringing when its agent signs out', async () => {
    const caller = await centre();
    mobile().neverAnswers();
    await story.clock.until(() => mobile().rings, 5_000, 'the mobile to ring');
    await story.ask('anne', 'sign-out');
    await story.clock.advance(100);
    expect([mobile().call, caller.hearing]).toEqual([null, 'music']);
    caller.hangUp();
  });

  it('leaves nothing ringing when the backend is killed while the number rings, and the caller keeps the place', async () => {
    const caller = await centre();
    mobile().neverAnswers();
    await story.clock.until(() => mobile().rings, 5_000, 'the mobile to ring');
    await story.killAndRestart(500);
    await story.clock.advance(100);
    expect(mobile().calls.filter(({ endedAt }) => endedAt === null).length).toBeLessThanOrEqual(1);
    expect(mobile().calls[0]?.endedAt).not.toBeNull();
    mobile().answersAfter(1_000);
    await story.clock.until(() => caller.hearing === 'conversation', 30_000, 'the conversation');
    caller.hangUp();
  });

  it('that is called for the sign-in has refused it, whatever the setting', async () => {
    story = new Story({ welcome: null });
    Object.assign(story, { followForwarding: true, connection: 'permanent' });
    mobile();
    story.phoneOf('anne').forwards(MOBILE);
    await expect(story.agents('anne')).rejects.toMatchObject({ code: 'phone-refused' });
    expect(mobile().calls).toEqual([]);
  });
});
