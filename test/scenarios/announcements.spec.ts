import { afterEach, describe, expect, it } from '@jest/globals';
import type { AnnouncementPlan } from '../../src/core/plan/campaign-plan.js';
import { overflowPlan } from '../support/overflow-plan.js';
import { Story } from '../support/story.js';

const QUIET: AnnouncementPlan = { ewtLeadIn: null, ewt: false, ewtCaution: 0.7, position: false, menu: null };
const MENU = { kind: 'builtin', name: 'menu-overflow' } as const;

/** A campaign whose agents have talked for a minute to each of twelve callers, so that a wait can be foretold. */
async function experienced(story: Story): Promise<void> {
  await story.agents('anne');
  story.phoneOf('anne').answersAfter(1_000, 60_000);
  for (let served = 0; served < 12; served += 1) {
    const caller = await story.caller(`+336111111${String(10 + served)}`);
    await story.clock.until(() => caller.ended !== null, 200_000, 'the end of the conversation');
    await story.clock.until(() => story.statusOf('anne').state === 'available', 30_000, 'the end of wrap-up');
  }
}

function saying(plan: Partial<AnnouncementPlan>, loops: Parameters<typeof overflowPlan>[0] = {}): Story {
  return new Story({ welcome: null, announcements: { ...QUIET, ...plan }, overflow: overflowPlan({ loopSeconds: 30, ...loops }) });
}

describe('what a caller in line is told', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('is the menu on entry and again each loop, start to start, with music in between', async () => {
    story = saying({ menu: MENU });
    const caller = await story.caller();
    expect(caller.hearing).toBe('menu-overflow');
    await story.clock.advance(3_000);
    expect(caller.hearing).toBe('music');
    await story.clock.advance(26_900);
    expect(caller.times('menu-overflow')).toBe(1);
    await story.clock.advance(200);
    expect(caller.hearing).toBe('menu-overflow');
    await story.clock.advance(60_000);
    expect(caller.times('menu-overflow')).toBe(4);
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('goes on with the next loop after a restart, and does not begin again', async () => {
    story = saying({ menu: MENU });
    const caller = await story.caller();
    await story.clock.advance(10_000);
    await story.killAndRestart(2_000);
    await story.clock.advance(17_000);
    expect(caller.times('menu-overflow')).toBe(1);
    await story.clock.advance(2_000);
    expect(caller.times('menu-overflow')).toBe(2);
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('is cut short by an agent who answers', async () => {
    story = saying({ menu: MENU });
    story.pbx.sounds.lasting.set('menu-overflow', 20_000);
    const caller = await story.caller();
    await story.clock.advance(1_000);
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000);
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    expect(caller.heard.find(({ what }) => what === 'menu-overflow')).toMatchObject({ interrupted: true });
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'sound-played', purpose: 'menu', end: 'stopped' }));
    caller.hangUp();
    await story.clock.advance(20_000);
  });

  it('is nothing of a wait that nobody can foretell, and the place all the same', async () => {
    story = saying({ ewt: true, position: true });
    const first = await story.caller('+33611111111');
    expect(first.hearing).toBe('position-1');
    const second = await story.caller('+33622222222');
    expect(second.hearing).toBe('position-2');
    expect(story.happened).not.toContain('ewt-announced');
    first.hangUp();
    second.hangUp();
    await story.clock.advance(100);
  });

  it('is the wait in one sentence after the lead-in of the campaign, with the figures it was based on', async () => {
    story = saying({ ewt: true, position: true, ewtLeadIn: { kind: 'upload', audioId: 'lead-in' } });
    await experienced(story);
    const served = await story.caller('+33699999999');
    await story.clock.until(() => served.hearing === 'conversation', 10_000, 'the conversation');
    const caller = await story.caller('+33611111111');
    expect(caller.hearing).toBe('lead-in');
    await story.clock.advance(9_000);
    expect(caller.heard.map(({ what }) => what).filter((what) => what !== 'music')).toEqual([
      'lead-in',
      'ewt-about-2-minutes',
      'position-1',
    ]);
    expect(story.facts).toContainEqual(
      expect.objectContaining({ type: 'ewt-announced', position: 1, expected: expect.objectContaining({ seconds: expect.any(Number) }) }),
    );
    for (const each of [served, caller]) each.hangUp();
    await story.clock.advance(20_000);
  });
});

describe('a caller who presses 1 in the line', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('leaves it for the overflow, while the menu plays and at any later moment', async () => {
    story = saying({ menu: MENU });
    const hasty = await story.caller('+33611111111');
    const patient = await story.caller('+33622222222');
    await story.clock.advance(1_000);
    hasty.press('1');
    await story.clock.advance(50);
    expect(hasty.hearing).toBe('deterrent');
    await story.clock.advance(10_000);
    patient.press('51');
    await story.clock.advance(50);
    expect(patient.hearing).toBe('deterrent');
    await story.clock.advance(5_000);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['deterred', 'deterred']);
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'overflowed', criterion: 'menu', strategy: 'deterrent' }));
  });

  it('goes on waiting where the campaign offers no menu, whatever was pressed before', async () => {
    story = saying({});
    const caller = await story.caller();
    caller.press('1#*1');
    await story.clock.advance(1_000);
    expect(caller.hearing).toBe('music');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('gets the agent who answers in that very instant', async () => {
    story = saying({ menu: MENU });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing phone');
    story.phoneOf('anne').answer();
    caller.press('1');
    await story.clock.advance(1_000);
    expect([caller.hearing, caller.ended]).toContain('conversation');
    caller.hangUp();
    await story.clock.advance(20_000);
  });
});
