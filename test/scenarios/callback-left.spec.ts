import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { program } from '../support/ivr-lab.js';
import { overflowPlan } from '../support/overflow-plan.js';
import { Story } from '../support/story.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';

const MENU = { ewtLeadIn: null, ewt: false, ewtCaution: 0.7, position: false, menu: { kind: 'builtin', name: 'menu-overflow' } } as const;

describe('a caller whose number was taken as the backend died', () => {
  let story: Story;
  let caller: FakeCaller;
  beforeEach(async () => {
    story = new Story({ announcements: MENU, overflow: overflowPlan({ strategy: { kind: 'callback' } }) });
    caller = await story.caller();
    await story.clock.advance(5_000);
    caller.press('1');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('callback-offer');
  });
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const requested = (): number => story.facts.filter(({ type }) => type === 'callback-requested').length;
  const left = { how: 'callback', during: 'callback', blame: 'campaign' };
  /** The backend dies in the very instant in which the wish is safe. */
  const diesWithTheWish = (): void => {
    story.onStep = (what) => {
      if (what === 'callback-requested') story.kill();
    };
    caller.press('1');
  };

  it('is told so by the next one, and not asked again', async () => {
    diesWithTheWish();
    await story.clock.advance(1_000);
    story.restart();
    await story.clock.advance(15_000);
    expect(caller.ended).toBe('normal');
    expect([caller.times('callback-offer'), caller.times('callback-accepted')]).toEqual([1, 1]);
    expect(requested()).toBe(1);
    expect(story.ended[0]?.ending).toEqual(left);
  });

  it('has left it also when they hang up as the next one speaks', async () => {
    caller.press('1');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('callback-accepted');
    await story.killAndRestart(1_000);
    await story.clock.advance(200);
    caller.hangUp();
    await story.clock.advance(500);
    expect(story.ended.map(({ ending }) => ending)).toEqual([left]);
  });

  it('has left it also when they hung up while nobody was there', async () => {
    diesWithTheWish();
    await story.clock.advance(1_000);
    caller.hangUp();
    await story.clock.advance(1_000);
    story.restart();
    await story.clock.advance(500);
    expect(story.ended.map(({ ending }) => ending)).toEqual([left]);
  });
});

describe('a caller whose number was known already', () => {
  it('is told so again by the next backend, and that is how the call ends', async () => {
    const story = new Story({
      running: false,
      closed: { message: { kind: 'builtin', name: 'closed' }, then: 'callback', rerouteNumber: null, waitingAtClose: 'serve' },
    });
    for (const times of [1, 2]) {
      const caller = await story.caller();
      await story.clock.advance(4_000);
      expect(caller.hearing).toBe('callback-offer');
      caller.press('1');
      await story.clock.advance(500);
      expect(caller.hearing).toBe(times === 1 ? 'callback-accepted' : 'callback-known');
      if (times === 1) caller.hangUp();
      else await story.killAndRestart(1_000);
      await story.clock.advance(200);
      expect(caller.hearing === 'callback-known').toBe(times === 2);
      caller.hangUp();
      await story.clock.advance(500);
    }
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['callback', 'callback']);
    expect(story.facts.filter(({ type }) => type === 'callback-requested')).toHaveLength(1);
    await story.close();
  });
});

describe('a caller whom the survey asks for a message', () => {
  it('was answered, whether they leave it or not', async () => {
    const survey = program({ first: { type: 'voicemail' } });
    const story = new Story({ welcome: null, scenarios: { beforeQueue: null, menu: null, afterAgent: survey } });
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000, 2_000);
    for (const speaks of [0, 10_000]) {
      const caller = await story.caller();
      await story.clock.advance(4_000);
      expect(caller.hearing).toBe('voicemail-greeting');
      await story.clock.advance(speaks);
      caller.hangUp();
      await story.clock.advance(60_000);
    }
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['answered', 'answered']);
    expect(story.facts.filter(({ type }) => type === 'voicemail-deposited')).toHaveLength(1);
    await story.close();
  });
});
