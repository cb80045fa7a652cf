import { afterEach, describe, expect, it } from '@jest/globals';
import { Story } from '../support/story.js';

describe('a call from the dial to the ending', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('greets the caller before the answer, finds the agent and lets them talk until the agent hangs up', async () => {
    story = new Story();
    await story.agents('anne');
    const caller = await story.caller();
    expect(caller.hearing).toBe('welcome');
    expect(caller.answered).toBe(false);
    expect(caller.language).toBe('fr');
    await story.clock.until(() => caller.hearing === 'conversation', 10_000, 'the conversation');
    expect(caller.answered).toBe(true);
    expect(story.phoneOf('anne').call?.from).toEqual({ number: '+33612345678', name: 'Support' });
    await story.clock.advance(60_000);
    story.phoneOf('anne').hangUp();
    await story.clock.advance(100);
    expect(caller.ended).toBe('normal');
    expect(story.ended).toHaveLength(1);
    expect(story.ended[0]).toMatchObject({ ending: { how: 'answered', during: 'conversation', blame: 'agent' }, agentId: 'anne' });
    expect(story.statusOf('anne').state).toBe('wrap-up');
    await story.clock.advance(10_000);
    expect(story.statusOf('anne').state).toBe('available');
    expect(story.happened).toEqual([
      'call-arrived',
      'sound-played',
      'call-answered',
      'call-queued',
      'call-offered',
      'offer-ringing',
      'call-taken',
      'call-connected',
      'conversation-ended',
      'call-ended',
    ]);
  });

  it('welcomes after the answer when the campaign says so, and goes straight on without a welcome', async () => {
    story = new Story({ welcomeBeforeAnswer: false });
    const caller = await story.caller();
    expect(caller).toMatchObject({ answered: true, hearing: 'welcome' });
    await story.clock.advance(3_000);
    expect(caller.hearing).toBe('music');
    caller.hangUp();
    await story.clock.advance(100);
    await story.close();

    story = new Story({ welcome: null });
    const other = await story.caller();
    expect(other).toMatchObject({ answered: true, hearing: 'music' });
    other.hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'waiting', blame: 'caller' });
  });

  it('goes on when the welcome file is missing, and tells the operator', async () => {
    story = new Story();
    story.pbx.sounds.missing.add('welcome');
    const caller = await story.caller();
    await story.clock.advance(100);
    expect(caller.hearing).toBe('music');
    expect(story.log.complaints).toContain('warn: a sound cannot be played');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('tells callers of a stopped campaign that it is closed, without billing them', async () => {
    story = new Story({ running: false });
    const caller = await story.caller();
    expect(caller).toMatchObject({ answered: false, hearing: 'closed' });
    await story.clock.advance(5_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toEqual({ how: 'closed', during: 'closed', blame: 'campaign' });
  });

  it('refuses a number that leads nowhere, and remembers the call', async () => {
    story = new Story();
    const caller = story.pbx.callArrives({ did: '+33199999999', from: null });
    await story.clock.advance(100);
    expect(caller.ended).toBe('unallocated');
    expect(story.ended[0]).toMatchObject({ did: '+33199999999', caller: null, campaignId: null });
  });
});

describe('a caller who hangs up', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.ended).toHaveLength(1);
    await story.close();
  });

  it('during the welcome, is abandoned in the greeting', async () => {
    story = new Story();
    const caller = await story.caller();
    await story.clock.advance(1_000);
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'greeting', blame: 'caller' });
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'sound-played', purpose: 'welcome', seconds: 1, end: 'stopped' }));
  });

  it('while the agent rings, frees the agent at once and costs no miss', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing');
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.phoneOf('anne').call).toBeNull();
    expect(story.statusOf('anne').state).toBe('available');
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'waiting', blame: 'caller' });
  });

  it('while talking, leaves the agent in wrap-up', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.statusOf('anne').state).toBe('wrap-up');
    expect(story.ended[0]?.ending).toEqual({ how: 'answered', during: 'conversation', blame: 'caller' });
  });
});

describe('agents who do not take the call', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('does not answer: the caller keeps the music and the place, the agent is paused after two misses', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.advance(40_000);
    expect(caller.hearing).toBe('music');
    expect(story.statusOf('anne')).toMatchObject({ state: 'paused', reason: 'missed-offers' });
    await story.agents('bob');
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation with the other agent');
    expect(story.phoneOf('bob').talks).toBe(true);
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('refuses: the next agent is rung', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne', 'bob');
    story.phoneOf('anne').refuses();
    story.phoneOf('bob').refuses();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').calls.length > 0 && story.phoneOf('bob').calls.length > 0, 5_000, 'both rung');
    story.phoneOf('anne').answersAfter(500);
    story.phoneOf('bob').answersAfter(500);
    await story.clock.until(() => caller.hearing === 'conversation', 40_000, 'the conversation');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('serves two callers in the order they came', async () => {
    story = new Story({ welcome: null });
    const first = await story.caller('+33611111111');
    await story.clock.advance(1_000);
    const second = await story.caller('+33622222222');
    await story.agents('anne');
    await story.clock.until(() => first.hearing === 'conversation', 5_000, 'the first conversation');
    expect(second.hearing).toBe('music');
    first.hangUp();
    await story.clock.until(() => second.hearing === 'conversation', 20_000, 'the second conversation');
    second.hangUp();
    await story.clock.advance(100);
  });
});
