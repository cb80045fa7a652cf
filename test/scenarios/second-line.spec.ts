import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { FakePhone, PhoneCall } from '../support/fake-telephony/fake-phone.js';
import { Story } from '../support/story.js';

const agent = (name: string): AgentId => brandId<AgentId>(name);

describe('an agent who holds the line and asks a colleague on the second one', () => {
  let story: Story;
  let caller: FakeCaller;
  let anne: FakePhone;
  let first: PhoneCall;
  let second: PhoneCall;

  beforeEach(async () => {
    story = new Story({ welcome: null });
    await story.agents('anne', 'bruno');
    anne = story.phoneOf('anne').answersAfter(1_000);
    story.phoneOf('bruno').answersAfter(1_000);
    await story.engine.ask(agent('bruno'), { type: 'pause', reason: 'admin' });
    caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.engine.ask(agent('bruno'), { type: 'resume' });
    if (anne.call === null) throw new Error('anne has no call');
    first = anne.call;
    anne.holds();
    await story.clock.advance(1_000);
  });

  afterEach(async () => {
    caller.hangUp();
    for (const name of ['anne', 'bruno']) story.phoneOf(name).hangUp();
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ watched: 0 });
    expect(story.ended).toHaveLength(1);
    await story.close();
  });

  const dials = async (): Promise<void> => {
    second = anne.dials(story.extensionOf('bruno'));
    await story.clock.advance(3_000);
  };
  const told = (): string[] => story.facts.map(({ type }) => type).filter((type) => /held|consultation/.test(type));

  /** The phone holds the line still: nobody is joined to it before its key is pressed. */
  async function takesTheCallerBack(): Promise<void> {
    expect([caller.hearing, first.endedAt, second.endedAt === null]).toEqual(['music', null, false]);
    await expect(story.ask('anne', 'unhold')).rejects.toMatchObject({ code: 'held-on-phone' });
    anne.holds(false);
    await story.clock.advance(50);
    expect([caller.hearing, story.hears('anne'), story.statusOf('anne').state]).toEqual(['conversation', 'conversation', 'talking']);
    expect(told().slice(-2)).toEqual(['consultation-ended', 'call-unheld']);
  }

  it('has the caller on hold when the colleague refuses, and takes them back with the key', async () => {
    story.phoneOf('bruno').refuses(500);
    second = anne.dials(story.extensionOf('bruno'));
    await story.clock.until(() => told().includes('consultation-ended'), 40_000, 'the end of the consultation');
    await story.clock.advance(50);
    await takesTheCallerBack();
  });

  it('has the caller on hold when the colleague hangs up', async () => {
    await dials();
    story.phoneOf('bruno').hangUp();
    await story.clock.advance(100);
    await takesTheCallerBack();
    expect(story.facts.findLast(({ type }) => type === 'call-unheld')).toMatchObject({ heldSeconds: expect.closeTo(4, 0) });
  });

  it('has the caller on hold when the second line is put down first', async () => {
    await dials();
    anne.hangUp();
    await story.clock.advance(100);
    expect(story.phoneOf('bruno').call).toBeNull();
    await takesTheCallerBack();
  });

  it('is with the caller at once when the first line was taken up before the colleague hangs up', async () => {
    await dials();
    anne.holds(false, first);
    await story.clock.advance(100);
    expect(caller.hearing).toBe('music');
    story.phoneOf('bruno').hangUp();
    await story.clock.advance(100);
    expect([caller.hearing, story.hears('anne'), second.endedAt === null]).toEqual(['conversation', 'conversation', false]);
  });

  it('has the caller on hold when the backend is killed before the colleague answers', async () => {
    story.phoneOf('bruno').neverAnswers();
    second = anne.dials(story.extensionOf('bruno'));
    await story.clock.advance(500);
    await story.killAndRestart(1_000);
    await story.clock.advance(500);
    expect([caller.hearing, second.endedAt === null, story.statusOf('anne').state]).toEqual(['music', false, 'talking']);
    anne.holds(false);
    await story.clock.advance(100);
    expect(caller.hearing).toBe('conversation');
  });

  it('may hold the line in a consultation on the same one: the caller waits for its key', async () => {
    anne.holds(false);
    await story.clock.advance(100);
    story.engine
      .ask(agent('anne'), { type: 'transfer', to: { kind: 'agent', agentId: agent('bruno') }, mode: 'attended' })
      .catch(() => null);
    await story.clock.advance(2_000);
    anne.holds();
    await story.ask('anne', 'cancel-transfer');
    await story.clock.advance(100);
    expect([caller.hearing, story.facts.findLast(({ type }) => type === 'call-held')]).toMatchObject(['music', { by: 'phone' }]);
    anne.holds(false);
    await story.clock.advance(100);
    expect([caller.hearing, story.hears('anne')]).toEqual(['conversation', 'conversation']);
  });
});
