import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import { Story } from '../support/story.js';

let story: Story;

afterEach(async () => {
  await story.clock.advance(30_000);
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

describe('a colleague who picks up', () => {
  it.each(['attended', 'blind'] as const)(
    'in the instant in which the caller hangs up talks to nobody and is free again (%s)',
    async (mode) => {
      story = new Story({ welcome: null });
      await story.agents('anne');
      const caller = await story.caller();
      await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
      await story.agents('bruno');
      story.pbx.faults = { eventTakes: () => 20, bundlesEvents: () => true };
      const bruno = story.phoneOf('bruno');
      bruno.answersAfter(3_000);
      const asked = story.engine.ask(brandId<AgentId>('anne'), {
        type: 'transfer',
        to: { kind: 'agent', agentId: brandId<AgentId>('bruno') },
        mode,
      });
      await story.clock.until(() => bruno.call !== null, 5_000, 'the call to the colleague');
      await asked;
      const answersAt = (bruno.call?.dialledAt ?? 0) + 3_000;
      story.clock.at(answersAt, () => {
        caller.hangUp();
      });
      await story.clock.advance(4_000);
      expect(story.happened).toContain('call-ended');
      expect(bruno.calls.at(-1)?.answeredAt).toBe(answersAt);
      expect(bruno.call).toBeNull();
      await story.clock.advance(20_000);
      expect(story.statusOf('bruno').state).toBe('available');
    },
  );
});
