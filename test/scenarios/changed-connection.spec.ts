import { afterEach, describe, expect, it } from '@jest/globals';
import type { DeskAgent } from '../../src/engine/desk.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

describe('an agent stays connected as they signed in', () => {
  let story: Story;

  afterEach(async () => {
    story.phoneOf('anne').hangUp();
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  async function anneSignsIn(connection: DeskAgent['connection']): Promise<void> {
    story = new Story({ welcome: null });
    story.connection = connection;
    story.pbx.sounds.lasting.set('beep', 300);
    story.phoneOf('anne').answersAfter(1_000);
    await story.agents('anne');
  }

  /** Answers after how many milliseconds they talked. */
  async function served(): Promise<{ caller: FakeCaller; afterMs: number }> {
    const came = story.clock.now();
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    return { caller, afterMs: story.clock.now() - came };
  }

  async function hasTalked(caller: FakeCaller): Promise<void> {
    caller.hangUp();
    await story.clock.advance(15_000);
  }

  const ringsForCalls = async (): Promise<boolean> => {
    const { caller, afterMs } = await served();
    await hasTalked(caller);
    return afterMs >= 1_000;
  };

  it('who is called for each offer still is when the connection is made permanent, also after a restart', async () => {
    await anneSignsIn('per-call');
    story.reconnect('anne', 'permanent');
    expect(await ringsForCalls()).toBe(true);
    await story.killAndRestart(1_000);
    await story.clock.advance(1_000);
    expect(story.statusOf('anne').state).toBe('available');
    expect(await ringsForCalls()).toBe(true);
    await story.ask('anne', 'sign-out');
    const rung = story.phoneOf('anne').calls.length;
    await story.ask('anne', 'sign-in');
    expect([story.phoneOf('anne').calls.length, story.phoneOf('anne').talks]).toEqual([rung + 1, true]);
  });

  it('who is connected still is when every offer is to be called, also after a restart', async () => {
    await anneSignsIn('permanent');
    story.reconnect('anne', 'per-call');
    expect(await ringsForCalls()).toBe(false);
    await story.killAndRestart(1_000);
    await story.clock.advance(1_000);
    expect(story.statusOf('anne').state).toBe('available');
    expect([await ringsForCalls(), story.phoneOf('anne').calls.length]).toEqual([false, 1]);
    await story.ask('anne', 'sign-out');
    await story.clock.advance(100);
    expect(story.phoneOf('anne').call).toBeNull();
    await story.ask('anne', 'sign-in');
    expect(story.phoneOf('anne').calls).toHaveLength(1);
  });

  it('is signed out when the connected phone is gone after a restart, whatever is configured now', async () => {
    await anneSignsIn('permanent');
    story.reconnect('anne', 'per-call');
    story.kill();
    story.phoneOf('anne').hangUp();
    await story.clock.advance(1_000);
    story.restart();
    await story.clock.advance(1_000);
    expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
  });

  it('has calls on the connected phone although its registration has lapsed, also after a restart', async () => {
    await anneSignsIn('permanent');
    story.phoneOf('anne').unreachable();
    await story.clock.advance(100);
    expect(story.statusOf('anne').phoneReachable).toBe(true);
    const { caller } = await served();
    await hasTalked(caller);
    await story.killAndRestart(1_000);
    await story.clock.advance(1_000);
    const again = await served();
    expect(story.phoneOf('anne').calls).toHaveLength(1);
    await hasTalked(again.caller);
    await story.ask('anne', 'sign-out');
    expect(story.statusOf('anne').phoneReachable).toBe(false);
  });
});
