import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { AgentStatus } from '../../src/core/acd/agent-state.js';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import type { FakePhone } from '../support/fake-telephony/fake-phone.js';
import { Story } from '../support/story.js';

const ANNE = brandId<AgentId>('anne');
const MESSAGE = { voicemailId: 'a-message', from: { number: '+33612345678', name: 'Support' }, language: 'fr' };

describe('an agent hears a message on the phone', () => {
  let story: Story;
  let phone: FakePhone;
  const ask = async (request: AgentRequest): Promise<AgentStatus> => {
    let isOver = false;
    const answer = story.engine.ask(ANNE, request).finally(() => (isOver = true));
    answer.catch(() => undefined);
    await story.clock.until(() => isOver, 60_000, `the answer to ${request.type}`);
    return answer;
  };
  const hear = (): Promise<AgentStatus> => ask({ type: 'hear-message', message: MESSAGE });
  const plays = (): number => phone.calls.flatMap(({ heard }) => heard).filter(({ what }) => what === 'a-message').length;
  const anne = (): Pick<AgentStatus, 'state' | 'reason'> => {
    const { state, reason } = story.statusOf('anne');
    return { state, reason };
  };
  const FREE = { state: 'available', reason: null };
  const LISTENS = { state: 'paused', reason: 'voicemail' };

  beforeEach(async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    phone = story.phoneOf('anne');
    story.pbx.sounds.lasting.set('a-message', 8_000);
  });
  afterEach(async () => {
    await story.clock.advance(30_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect().watched).toBe(0);
    await story.close();
  });

  it('with the caller on the display, again with key 1, and ends it with the hash key; no call is offered meanwhile', async () => {
    expect(await hear()).toMatchObject(LISTENS);
    const caller = await story.caller();
    await story.clock.advance(2_100);
    expect(phone.call?.from).toEqual(MESSAGE.from);
    expect(plays()).toBe(1);
    await story.clock.advance(4_000);
    phone.press('1');
    await story.clock.advance(1_000);
    expect(plays()).toBe(2);
    await story.clock.advance(8_000);
    phone.press('1');
    await story.clock.advance(1_000);
    expect([plays(), phone.calls.length, anne()]).toEqual([3, 1, LISTENS]);
    phone.press('#');
    await story.clock.advance(50);
    // The caller who waited has the agent's phone ringing at once.
    expect([phone.calls.length, anne().state]).toEqual([2, 'offered']);
    caller.hangUp();
  });

  it('and it ends by itself a while after the last word, or when the agent hangs up', async () => {
    await hear();
    await story.clock.advance(2_000 + 8_000 + 9_900);
    expect(anne()).toEqual(LISTENS);
    await story.clock.advance(200);
    expect([anne(), phone.talks]).toEqual([FREE, false]);
    await hear();
    await story.clock.advance(3_000);
    phone.hangUp();
    await story.clock.advance(50);
    expect(anne()).toEqual(FREE);
  });

  it.each([
    ['rings unanswered', (it: FakePhone) => it.neverAnswers(), 31_000],
    ['is busy', (it: FakePhone) => it.isBusy(), 1_000],
    ['says no', (it: FakePhone) => it.refuses(), 2_000],
  ])('is free again when the phone %s, and no miss is counted', async (_what, behaves, withinMs) => {
    behaves(phone);
    await hear();
    await story.clock.advance(withinMs);
    expect([plays(), anne()]).toEqual([0, FREE]);
  });

  it('a message that cannot be played ends the call', async () => {
    story.pbx.sounds.missing.add('a-message');
    await hear();
    await story.clock.advance(2_500);
    expect([phone.talks, anne()]).toEqual([false, FREE]);
  });

  it('who was paused stays paused afterwards, and who takes up work again ends the message', async () => {
    await ask({ type: 'pause', reason: 'lunch' });
    await hear();
    await story.clock.advance(3_000);
    expect([plays(), anne()]).toEqual([1, { state: 'paused', reason: 'lunch' }]);
    phone.hangUp();
    await story.clock.advance(50);
    expect(anne()).toEqual({ state: 'paused', reason: 'lunch' });
    await hear();
    await story.clock.advance(3_000);
    await story.ask('anne', 'resume');
    await story.clock.advance(50);
    expect([phone.talks, anne()]).toEqual([false, FREE]);
  });

  it('a supervisor who pauses the agent meanwhile is obeyed', async () => {
    await hear();
    await story.clock.advance(3_000);
    await ask({ type: 'pause', reason: 'coaching' });
    phone.press('#');
    await story.clock.advance(50);
    expect(anne()).toEqual({ state: 'paused', reason: 'coaching' });
  });

  it('in a call, in wrap-up, signed out or listening already it is refused, and nothing rings', async () => {
    await hear();
    await expect(hear()).rejects.toMatchObject({ code: 'already-listening' });
    await story.clock.advance(3_000);
    phone.press('#');
    await story.clock.advance(50);
    const caller = await story.caller();
    await story.clock.advance(1_000);
    await expect(hear()).rejects.toMatchObject({ code: 'agent-busy' });
    await story.clock.advance(3_000);
    expect(anne().state).toBe('talking');
    await expect(hear()).rejects.toMatchObject({ code: 'agent-busy' });
    caller.hangUp();
    await story.clock.advance(100);
    expect(anne().state).toBe('wrap-up');
    await expect(hear()).rejects.toMatchObject({ code: 'agent-busy' });
    await story.clock.advance(11_000);
    await story.ask('anne', 'sign-out');
    await expect(hear()).rejects.toMatchObject({ code: 'agent-signed-out' });
    expect(phone.calls).toHaveLength(2);
  });

  it('killed meanwhile, the phone is let go and the agent is free again', async () => {
    await hear();
    await story.clock.advance(3_000);
    await story.killAndRestart(1_000);
    await story.clock.advance(2_500);
    expect([phone.talks, anne()]).toEqual([false, FREE]);
    const caller = await story.caller();
    await story.clock.advance(100);
    expect(anne().state).toBe('offered');
    caller.hangUp();
  });

  it('with the PBX out of reach the agent is told so, and what was heard is cleared when it is back', async () => {
    await hear();
    await story.clock.advance(3_000);
    story.pbx.loseConnection();
    await story.clock.advance(100);
    await expect(hear()).rejects.toMatchObject({ code: 'pbx-unavailable' });
    story.pbx.restoreConnection();
    await story.clock.advance(500);
    expect([phone.talks, anne()]).toEqual([false, FREE]);
  });

  it('on a phone that is permanently connected it plays at once, and the phone stays', async () => {
    await story.close();
    story = new Story({ welcome: null });
    story.connection = 'permanent';
    story.pbx.sounds.lasting.set('beep', 300);
    await story.agents('anne');
    phone = story.phoneOf('anne');
    story.pbx.sounds.lasting.set('a-message', 8_000);
    const { length } = phone.calls;
    await story.clock.advance(1_000);
    await hear();
    await story.clock.advance(100);
    expect([plays(), anne()]).toEqual([1, LISTENS]);
    phone.press('#');
    await story.clock.advance(50);
    expect([phone.talks, phone.calls.length, anne()]).toEqual([true, length, FREE]);
    await story.ask('anne', 'sign-out');
    await story.clock.advance(100);
    expect(phone.talks).toBe(false);
  });
});
