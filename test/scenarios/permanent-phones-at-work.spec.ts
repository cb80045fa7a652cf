import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { CallbackStory } from '../support/callback-story.js';
import { Story } from '../support/story.js';

const agent = (name: string): AgentId => brandId<AgentId>(name);
const toBruno = { kind: 'agent', agentId: agent('bruno') } as const;

describe('agents whose phones stay connected', () => {
  let story: Story;
  let caller: FakeCaller;

  beforeEach(async () => {
    story = new Story({ welcome: null });
    story.connection = 'permanent';
    story.pbx.sounds.lasting.set('beep', 300);
    await story.agents('anne', 'bruno');
    await story.engine.ask(agent('bruno'), { type: 'pause', reason: 'admin' });
    caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.engine.ask(agent('bruno'), { type: 'resume' });
  });

  /** Each phone had one call from the sign-in to the sign-out, and is free again. */
  afterEach(async () => {
    caller.hangUp();
    await story.clock.advance(30_000);
    for (const name of ['anne', 'bruno']) {
      expect([name, story.statusOf(name).state, story.phoneOf(name).calls.length]).toEqual([name, 'available', 1]);
      await story.ask(name, 'sign-out');
    }
    await story.clock.advance(1_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ seats: 0, watched: 0 });
    expect(story.ended).toHaveLength(1);
    await story.close();
  });

  const ask = async (name: string, request: AgentRequest): Promise<void> => {
    const asked = story.engine.ask(agent(name), request);
    asked.catch(() => undefined);
    await story.clock.advance(50);
    await asked;
  };
  /** The backend dies so many milliseconds after anne asked for this, of a PBX that takes its time, and is back a second later. */
  const dieAfterAsking = async (request: AgentRequest, afterMs: number): Promise<void> => {
    story.pbx.faults = { requestTakes: () => 50 };
    story.engine.ask(agent('anne'), request).catch(() => undefined);
    await story.clock.advance(afterMs);
    await story.killAndRestart(1_000);
    story.pbx.faults = {};
    await story.clock.advance(2_000);
  };
  const states = (): string[] => ['anne', 'bruno'].map((name) => story.statusOf(name).state);

  it('hold a caller and take them back', async () => {
    await ask('anne', { type: 'hold' });
    expect(caller.hearing).toBe('music');
    await ask('anne', { type: 'unhold' });
    expect(caller.hearing).toBe('conversation');
  });

  it.each([20, 60, 90, 110, 130, 160])(
    'are with the caller again when the backend dies %d ms after they gave up asking',
    async (afterMs) => {
      await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
      await story.clock.advance(1_000);
      await dieAfterAsking({ type: 'cancel-transfer' }, afterMs);
      // Either it had not been given up, and goes on, or it is over for everybody.
      expect([caller.hearing, story.hears('bruno') === 'conversation']).toEqual(
        caller.hearing === 'music' ? ['music', true] : ['conversation', false],
      );
      if (caller.hearing === 'music') await ask('anne', { type: 'cancel-transfer' });
      expect([caller.hearing, story.hears('anne'), story.statusOf('anne').state]).toEqual(['conversation', 'conversation', 'talking']);
      expect(story.hears('bruno')).not.toBe('conversation');
      await ask('anne', { type: 'hang-up' });
      await story.clock.advance(30_000);
    },
  );

  it.each([20, 60, 90, 110, 130, 160])('leave nobody in silence when the backend dies %d ms after they hung up', async (afterMs) => {
    await dieAfterAsking({ type: 'hang-up' }, afterMs);
    // Either they are still talking, or it is over for both.
    const isOver = story.ended.length === 1;
    expect([caller.hearing === 'conversation', story.hears('anne') === 'conversation']).toEqual(isOver ? [false, false] : [true, true]);
    if (!isOver) await ask('anne', { type: 'hang-up' });
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame: 'agent' });
    await story.clock.advance(30_000);
    expect(story.statusOf('anne').state).toBe('available');
  });

  it('keep a caller whom the phone itself holds, when the backend dies after a consultation that came to nothing', async () => {
    story.phoneOf('anne').holds();
    await story.clock.advance(500);
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.clock.advance(2_000);
    await ask('bruno', { type: 'hang-up' });
    await story.clock.advance(2_000);
    await story.killAndRestart(1_000);
    await story.clock.advance(2_000);
    expect([caller.hearing, story.statusOf('anne').state]).toEqual(['music', 'talking']);
    story.phoneOf('anne').holds(false);
    await story.clock.advance(2_000);
    expect([caller.hearing, story.ended.length]).toEqual(['conversation', 0]);
  });

  it('are consulted without ringing and take the caller over', async () => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    expect([caller.hearing, ...states()]).toEqual(['music', 'talking', 'talking']);
    await ask('anne', { type: 'complete-transfer' });
    expect([caller.hearing, ...states()]).toEqual(['conversation', 'wrap-up', 'talking']);
  });

  it('are sent a caller without being asked', async () => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'blind' });
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation with bruno');
    expect(states()).toEqual(['wrap-up', 'talking']);
  });

  it('go on with a caller, and with who is consulted, after a death of the backend', async () => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.killAndRestart(1_000);
    await story.clock.advance(500);
    expect(states()).toEqual(['talking', 'talking']);
    await ask('anne', { type: 'complete-transfer' });
    expect([caller.hearing, ...states()]).toEqual(['conversation', 'wrap-up', 'talking']);
  });
});

describe('an agent whose phone stays connected and who takes a callback', () => {
  let story: CallbackStory;

  beforeEach(async () => {
    story = new CallbackStory();
    story.connection = 'permanent';
    story.pbx.sounds.lasting.set('beep', 300);
    await story.asksToBeCalledBack();
  });

  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  const anne = (): ReturnType<Story['phoneOf']> => story.phoneOf('anne');

  it('hears the customer’s telephone ring and talks to them, then stays connected in silence', async () => {
    story.customer().answersAfter(4_000, 10_000);
    await story.agents('anne');
    await story.clock.until(() => story.customer().rings, 5_000, 'the ringing of the customer');
    await story.clock.advance(400);
    expect(anne().call?.heard.at(-1)?.what).toBe('ring-tone');
    await story.clock.until(() => story.customer().talks, 5_000, 'the answer');
    await story.clock.advance(50);
    expect(anne().call?.heard.at(-1)?.what).toBe('conversation');
    await story.clock.until(() => story.statusOf('anne').state === 'available', 30_000, 'the end of wrap-up');
    expect([anne().calls.length, anne().call?.heard.at(-1)?.to]).toEqual([1, expect.any(Number)]);
    expect(story.callback.state).toBe('done');
    await story.ask('anne', 'sign-out');
    await story.clock.advance(100);
  });

  it('is free and still connected when the customer cannot be reached', async () => {
    story.customer().isBusy();
    await story.agents('anne');
    await story.clock.until(() => story.failures.length === 1, 60_000, 'the failure');
    await story.clock.advance(400);
    expect([story.statusOf('anne').state, anne().calls.length, anne().talks]).toEqual(['available', 1, true]);
    expect(anne().call?.heard.at(-1)?.to).not.toBeNull();
    story.engine.cancelCallback(story.callback.callbackId);
    await story.ask('anne', 'sign-out');
    await story.clock.advance(100);
  });

  it('is signed out when the phone is put down as the customer’s rings, who is let go', async () => {
    story.customer().neverAnswers();
    await story.agents('anne');
    await story.clock.until(() => story.customer().rings, 10_000, 'the ringing');
    anne().hangUp();
    await story.clock.advance(100);
    expect(story.customer().call).toBeNull();
    expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
    expect(story.callback).toMatchObject({ state: 'waiting', attempts: 1 });
    story.engine.cancelCallback(story.callback.callbackId);
    await story.clock.advance(1_000);
  });
});
