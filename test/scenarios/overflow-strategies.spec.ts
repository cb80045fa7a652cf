import { afterEach, describe, expect, it } from '@jest/globals';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import { overflowPlan } from '../support/overflow-plan.js';
import { Story } from '../support/story.js';

const OFFICE = '+33144445555';
const CARRIER = `PJSIP/${OFFICE}@carrier`;

function centre(plan: Partial<CampaignPlan>): Story {
  return new Story({ welcome: null, ...plan });
}

describe('a caller whom the overflow puts through to another number', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const rerouting = (): Story =>
    centre({ overflow: overflowPlan({ loops: 1, loopSeconds: 30, strategy: { kind: 'reroute', number: OFFICE } }) });

  it('hears music while it rings, shows the own number, and talks until either hangs up', async () => {
    story = rerouting();
    story.phoneAt(CARRIER).answersAfter(5_000, 20_000);
    const caller = await story.caller('+33612345678');
    await story.clock.advance(32_000);
    expect(caller.hearing).toBe('music');
    expect(story.phoneAt(CARRIER).call?.from.number).toBe('+33612345678');
    await story.clock.advance(4_000);
    expect(caller.hearing).toBe('conversation');
    await story.clock.advance(21_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toEqual({ how: 'rerouted', during: 'rerouting', blame: 'campaign' });
  });

  it('is brought back to the place once when nobody answers within 30 s, and turned away by the next overflow', async () => {
    story = rerouting();
    story.phoneAt(CARRIER).neverAnswers();
    const caller = await story.caller();
    const later = await story.caller('+33622222222');
    await story.clock.advance(30_000 + 30_500);
    expect(caller.hearing).toBe('reroute-back-in-line');
    await story.clock.advance(3_000);
    expect(caller.hearing).toBe('music');
    expect(story.engine.live().calls.find(({ callId }) => callId === story.callIdOf(caller))).toMatchObject({
      phase: 'waiting',
      position: 1,
    });
    await story.clock.advance(27_000);
    expect(caller.hearing).toBe('deterrent');
    await story.clock.advance(5_000);
    expect(story.ended.find(({ callId }) => callId === story.callIdOf(caller))?.ending).toEqual({
      how: 'deterred',
      during: 'overflow',
      blame: 'campaign',
    });
    expect(story.phoneAt(CARRIER).calls).toHaveLength(2);
    later.hangUp();
    await story.clock.advance(40_000);
  });

  it('is back at once when the number is busy, or when the dial policy forbids it: that is never dialled', async () => {
    story = centre({ overflow: overflowPlan({ queueLength: 0, strategy: { kind: 'reroute', number: '+33899123456' } }) });
    const first = await story.caller('+33611111111');
    const refused = await story.caller('+33622222222');
    await story.clock.advance(4_000);
    expect(refused.hearing).toBe('music');
    expect(refused.answered).toBe(true);
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'reroute-failed', why: 'denied-prefix' }));
    first.hangUp();
    refused.hangUp();
    await story.clock.advance(100);
  });

  it('comes in like everybody else when nobody was reached: answered, and told that conversations are recorded', async () => {
    const consent = { kind: 'builtin', name: 'consent-recording' } as const;
    story = centre({
      recording: { mode: 'all', dispositionCodes: [], retentionDays: 90, consent },
      overflow: overflowPlan({ queueLength: 0, strategy: { kind: 'reroute', number: '+33899123456' } }),
    });
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'consent-recording', 5_000, 'the consent message');
    expect(caller.answered).toBe(true);
    await story.agents('anne');
    await story.clock.until(() => caller.hearing === 'conversation', 10_000, 'the conversation');
    expect(caller.times('consent-recording')).toBe(1);
    caller.hangUp();
    await story.clock.advance(5_000);
  });

  it('goes on talking when the backend is killed, and is let go with the other side', async () => {
    story = rerouting();
    story.phoneAt(CARRIER).answersAfter(1_000);
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 40_000, 'the conversation');
    await story.killAndRestart(3_000);
    expect(caller.hearing).toBe('conversation');
    story.phoneAt(CARRIER).hangUp();
    await story.clock.advance(1_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending?.how).toBe('rerouted');
  });

  it('who hangs up while it rings has abandoned, and the number rings no longer', async () => {
    story = rerouting();
    story.phoneAt(CARRIER).neverAnswers();
    const caller = await story.caller();
    await story.clock.advance(35_000);
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.phoneAt(CARRIER).call).toBeNull();
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'rerouting', blame: 'caller' });
  });
});

describe('a caller who may be called back', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const calling = (): Story => centre({ overflow: overflowPlan({ loops: 1, loopSeconds: 30, strategy: { kind: 'callback' } }) });
  const offered = async (from?: string): ReturnType<Story['caller']> => {
    const caller = await story.caller(from);
    await story.clock.advance(30_100);
    return caller;
  };
  const request = (): unknown => story.facts.find(({ type }) => type === 'callback-requested');

  it('takes the calling number with 1, while the offer still plays, and keeps the place', async () => {
    story = calling();
    const caller = await offered('+33612345678');
    expect(caller.hearing).toBe('callback-offer');
    const queuedAt = story.clock.now() - 30_100;
    caller.press('1');
    await story.clock.advance(10);
    expect(caller.hearing).toBe('callback-accepted');
    await story.clock.advance(4_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toEqual({ how: 'callback', during: 'callback', blame: 'campaign' });
    expect(request()).toMatchObject({ callback: { number: '+33612345678', campaignId: 'campaign-support', queuedAt } });
  });

  it('types another number, hears it read back, corrects it, and confirms', async () => {
    story = calling();
    const caller = await offered();
    caller.press('2');
    await story.clock.advance(10);
    expect(caller.hearing).toBe('callback-enter-number');
    caller.press('0699999999#');
    await story.clock.advance(10);
    expect(caller.hearing).toBe('callback-read-back-intro');
    caller.press('2');
    await story.clock.advance(10);
    caller.press('0144445555#');
    await story.clock.advance(40_000);
    expect(caller.heard.map(({ what }) => what)).toContain('digit-4');
    caller.press('1');
    await story.clock.advance(10);
    expect(request()).toMatchObject({ callback: { number: OFFICE } });
    await story.clock.advance(4_000);
  });

  it.each([
    ['premium', '0899123456'],
    ['short', '3631'],
    ['of 40 digits', '0'.repeat(40)],
    ['unlisted', '0044207946000'],
    ['malformed', '01*2'],
  ])('is never called back on a %s number: after three attempts they are back in the line', async (_, typed) => {
    story = calling();
    const caller = await offered('anonymous');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(caller.hearing).toBe('callback-enter-number');
      caller.press(`${typed}#`);
      await story.clock.advance(3_100);
    }
    expect(caller.hearing).toBe('callback-back-in-line');
    await story.clock.advance(3_000);
    expect(caller.hearing).toBe('music');
    expect(request()).toBeUndefined();
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('who presses nothing is back in the line after three silent attempts', async () => {
    story = calling();
    const caller = await offered();
    await story.clock.advance(3 * 10_000 + 3_500);
    expect(caller.hearing).toBe('music');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('has one open callback a number and campaign', async () => {
    story = calling();
    for (const heard of ['callback-accepted', 'callback-known']) {
      const caller = await offered('+33612345678');
      caller.press('1');
      await story.clock.advance(10);
      expect(caller.hearing).toBe(heard);
      await story.clock.advance(4_000);
    }
    expect(story.facts.filter(({ type }) => type === 'callback-requested')).toHaveLength(1);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['callback', 'callback']);
  });

  it('begins again with the offer when the backend was killed meanwhile', async () => {
    story = calling();
    const caller = await offered();
    caller.press('2');
    await story.clock.advance(10);
    await story.killAndRestart(1_000);
    await story.clock.until(() => caller.hearing === 'callback-offer', 5_000, 'the offer');
    caller.press('1');
    await story.clock.advance(4_000);
    expect(story.ended[0]?.ending?.how).toBe('callback');
  });
});

describe('a caller after hours', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const closed = (then: CampaignPlan['closed']['then']): Story =>
    centre({
      running: false,
      closed: { message: { kind: 'upload', audioId: 'we-are-closed' }, then, rerouteNumber: OFFICE, waitingAtClose: 'serve' },
    });

  it('hears the message of the campaign and is put through where the campaign says so', async () => {
    story = closed('reroute');
    story.phoneAt(CARRIER).answersAfter(1_000, 5_000);
    const caller = await story.caller();
    expect(caller).toMatchObject({ hearing: 'we-are-closed', answered: false });
    await story.clock.advance(15_000);
    expect(story.ended[0]?.ending?.how).toBe('rerouted');
  });

  it('hears the built-in message when the one of the campaign has vanished', async () => {
    story = closed('hang-up');
    story.pbx.sounds.missing.add('we-are-closed');
    const caller = await story.caller();
    await story.clock.advance(500);
    expect(caller.hearing).toBe('closed');
    await story.clock.advance(5_000);
    expect(story.ended[0]?.ending?.how).toBe('closed');
  });

  it('is told goodbye when the other number does not answer: the ending is closed', async () => {
    story = closed('reroute');
    story.phoneAt(CARRIER).isBusy();
    const caller = await story.caller();
    await story.clock.advance(8_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toMatchObject({ how: 'closed', blame: 'campaign' });
  });

  it('may leave a number; who does not has found it closed', async () => {
    story = closed('callback');
    const [one, other] = [await story.caller('+33611111111'), await story.caller('+33622222222')];
    await story.clock.advance(3_500);
    one.press('1');
    await story.clock.advance(60_000);
    expect([one.ended, other.ended]).toEqual(['normal', 'normal']);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['callback', 'closed']);
  });
});
