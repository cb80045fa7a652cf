import { afterEach, describe, expect, it } from '@jest/globals';
import { Story } from '../support/story.js';

describe('an agent who answers', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const ringing = async (): ReturnType<Story['caller']> => {
    story = new Story({ welcome: null, whisper: { kind: 'upload', audioId: 'support-calls' } });
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000);
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').talks, 5_000, 'the answer');
    await story.clock.advance(10);
    return caller;
  };
  const heardByAnne = (): string[] => story.phoneOf('anne').calls[0]?.heard.map(({ what }) => what) ?? [];

  it('hears the whisper, which the caller does not hear, and then the caller', async () => {
    const caller = await ringing();
    expect(heardByAnne()).toEqual(['support-calls']);
    expect(caller.hearing).toBe('music');
    await story.clock.advance(3_100);
    expect(caller.hearing).toBe('conversation');
    expect(caller.heard.map(({ what }) => what)).not.toContain('support-calls');
    caller.hangUp();
    await story.clock.advance(20_000);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered' });
  });

  it('hangs up during the whisper: the caller is back at the same place', async () => {
    const caller = await ringing();
    story.phoneOf('anne').hangUp();
    await story.clock.advance(500);
    expect(caller).toMatchObject({ hearing: 'music', ended: null });
    expect(story.engine.live().calls[0]).toMatchObject({ phase: 'waiting', position: 1 });
    caller.hangUp();
    await story.clock.advance(20_000);
  });

  it.each(['per-call', 'permanent'] as const)('may hang up by request during the whisper as well: %s', async (connection) => {
    story = new Story({ welcome: null, whisper: { kind: 'upload', audioId: 'support-calls' } });
    story.connection = connection;
    story.phoneOf('anne').answersAfter(1_000);
    await Promise.all([story.agents('anne'), story.clock.advance(2_000)]);
    const phone = story.phoneOf('anne');
    const caller = await story.caller();
    await story.clock.until(() => story.statusOf('anne').state === 'talking', 5_000, 'the answer');
    await story.clock.advance(500);
    await expect(story.ask('anne', 'hold')).rejects.toMatchObject({ code: 'no-call' });
    const rung = phone.calls.length;
    const after = await story.ask('anne', 'hang-up');
    expect(after.state).toBe('available');
    await story.clock.advance(500);
    expect(phone.calls[0]?.endedAt === null).toBe(connection === 'permanent');
    expect(caller).toMatchObject({ hearing: 'music', ended: null });
    expect([rung, phone.calls.length]).toEqual([1, 1]);
    expect(story.engine.live().calls[0]).toMatchObject({ phase: 'waiting', position: 1 });
    expect(story.happened).toContain('call-put-back');
    expect(story.happened).not.toContain('conversation-ended');
    caller.hangUp();
    await story.clock.advance(20_000);
    if (connection === 'permanent') await story.ask('anne', 'sign-out');
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['abandoned']);
    await story.clock.advance(1_000);
  });

  it('is let go when the caller hangs up during the whisper', async () => {
    const caller = await ringing();
    caller.hangUp();
    await story.clock.advance(500);
    expect(story.phoneOf('anne').call).toBeNull();
    expect(story.ended[0]?.ending).toMatchObject({ how: 'abandoned', blame: 'caller' });
    await story.clock.advance(20_000);
  });
});
