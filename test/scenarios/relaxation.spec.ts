import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import { CallbackStory } from '../support/callback-story.js';
import { requiring } from '../support/floor-lab.js';
import { Story } from '../support/story.js';

const agent = (name: string): AgentId => brandId<AgentId>(name);

/** Nobody in these stories has it: whoever serves a caller does so because it was relaxed. */
const FRENCH = requiring({ french: 1 }, 20);

describe('a skill is relaxed after so long in the line', () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  /** A caller talks to anne for a minute, who then sends them back to the line; bruno is free. */
  const sentBack = async (): Promise<{ hangUp(): void }> => {
    story = new Story({ welcome: null, requiredSkills: FRENCH });
    await story.agents('anne', 'bruno');
    await story.engine.ask(agent('bruno'), { type: 'pause', reason: 'admin' });
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 25_000, 'the conversation');
    await story.clock.advance(60_000);
    await story.engine.ask(agent('bruno'), { type: 'resume' });
    const asked = story.engine.ask(agent('anne'), {
      type: 'transfer',
      to: { kind: 'queue', queueId: story.queueSettings.queueId },
      mode: 'blind',
    });
    await story.clock.advance(50);
    await asked;
    return caller;
  };

  it('of which a conversation is no part: who is sent back waits for the skill again', async () => {
    const caller = await sentBack();
    await story.clock.advance(19_000);
    expect(story.statusOf('bruno').state).toBe('available');
    await story.clock.advance(3_000);
    expect([story.statusOf('anne').state, story.statusOf('bruno').state].filter((state) => state === 'talking')).toHaveLength(1);
    caller.hangUp();
  });

  it('which goes on when the backend is killed and started again', async () => {
    const caller = await sentBack();
    await story.clock.advance(12_000);
    await story.killAndRestart(3_000);
    await story.clock.advance(2_000);
    expect(story.statusOf('bruno').state).toBe('available');
    await story.clock.advance(5_000);
    expect([story.statusOf('anne').state, story.statusOf('bruno').state].filter((state) => state === 'talking')).toHaveLength(1);
    caller.hangUp();
  });

  it('of which the time until a callback may be tried again is no part', async () => {
    const callbacks = new CallbackStory({ requiredSkills: FRENCH });
    story = callbacks;
    await callbacks.asksToBeCalledBack();
    callbacks.customer().isBusy();
    await story.agents('anne');
    await story.clock.until(() => callbacks.failures.length === 1, 60_000, 'the first attempt');
    await story.clock.advance((callbacks.callback.notBefore ?? 0) - story.clock.now() + 18_000);
    expect(callbacks.failures).toHaveLength(1);
    await story.clock.until(() => callbacks.failures.length === 2, 20_000, 'the second attempt');
  });
});
