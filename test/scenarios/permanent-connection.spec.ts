import { afterEach, describe, expect, it } from '@jest/globals';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { PhoneCall } from '../support/fake-telephony/fake-phone.js';
import { Story } from '../support/story.js';

let story: Story;
afterEach(async () => {
  await story.clock.advance(20_000);
  await story.clock.advance(20_000);
  expect(story.pbx.leftovers()).toEqual([]);
  expect(story.engine.inspect()).toMatchObject({ openOffers: 0, seats: 0, signIns: 0, watched: 0 });
  await story.close();
});

/** Anne has signed in with a phone that stays connected. */
async function anneIsThere(plan: ConstructorParameters<typeof Story>[0] = {}): Promise<void> {
  story = new Story({ welcome: null, ...plan });
  story.connection = 'permanent';
  story.pbx.sounds.lasting.set('beep', 300);
  await story.agents('anne');
}
const phone = (): ReturnType<Story['phoneOf']> => story.phoneOf('anne');
const state = (): string => story.statusOf('anne').state;
const heard = (call = phone().calls[0]): string[] => call?.heard.map(({ what }) => what) ?? [];
const talking = (caller: FakeCaller): Promise<void> =>
  story.clock.until(() => caller.hearing === 'conversation', 15_000, 'the conversation');
const only = (): PhoneCall | undefined => (phone().calls.length === 1 ? phone().calls[0] : undefined);

describe('an agent whose phone stays connected', () => {
  it('signs in by picking up, takes two calls in a row without ringing, and is hung up at the sign-out', async () => {
    await anneIsThere({ whisper: { kind: 'upload', audioId: 'support-calls' } });
    expect([state(), phone().talks]).toEqual(['available', true]);
    expect(only()?.from.name).toBe('Guichet');
    for (const number of ['+33611111111', '+33622222222']) {
      const caller = await story.caller(number);
      expect(state()).toBe('talking');
      expect(caller.hearing).toBe('music');
      await talking(caller);
      expect(caller.heard.map(({ what }) => what)).not.toContain('support-calls');
      caller.hangUp();
      await story.clock.until(() => state() === 'available', 20_000, 'the end of wrap-up');
    }
    expect(heard().filter((what) => what === 'support-calls')).toHaveLength(2);
    expect(only()?.endedAt).toBeNull();
    await story.ask('anne', 'sign-out');
    await story.clock.advance(10);
    expect([state(), phone().call]).toEqual(['signed-out', null]);
    expect(story.statusOf('anne').reason).toBeNull();
    expect(story.ended.map(({ ending }) => ending)).toEqual(Array(2).fill({ how: 'answered', during: 'conversation', blame: 'caller' }));
  });

  it('ends the call and stays connected when hanging up at the desktop; the survey follows as ever', async () => {
    await anneIsThere();
    const caller = await story.caller();
    await talking(caller);
    expect((await story.ask('anne', 'hang-up')).state).toBe('wrap-up');
    await story.clock.advance(10);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame: 'agent' });
    expect(only()?.endedAt).toBeNull();
    const next = await story.caller('+33622222222');
    await talking(next);
    next.hangUp();
    await story.clock.advance(15_000);
    await story.ask('anne', 'sign-out');
  });

  it('who puts the phone down between two calls is signed out at once, visibly, and is called again at the next sign-in', async () => {
    await anneIsThere();
    phone().hangUp();
    await story.clock.advance(10);
    expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
    expect((await story.ask('anne', 'sign-in')).state).toBe('available');
    expect(phone().calls).toHaveLength(2);
    await story.ask('anne', 'sign-out');
  });

  it('who puts the phone down in a conversation has ended it, has no wrap-up and is signed out', async () => {
    await anneIsThere();
    const caller = await story.caller();
    await talking(caller);
    phone().hangUp();
    await story.clock.advance(10);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame: 'agent' });
    expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped', callId: null });
    expect(story.facts.filter((fact) => fact.type === 'agent-state' && fact.state === 'wrap-up')).toEqual([]);
  });

  it('who puts the phone down during the whisper leaves the caller in the line, at the same place', async () => {
    await anneIsThere({ whisper: { kind: 'upload', audioId: 'support-calls' } });
    const caller = await story.caller();
    await story.clock.advance(100);
    phone().hangUp();
    await story.clock.advance(500);
    expect(caller).toMatchObject({ hearing: 'music', ended: null });
    expect(story.engine.live().calls[0]).toMatchObject({ phase: 'waiting', position: 1 });
    expect(state()).toBe('signed-out');
    caller.hangUp();
  });

  it('hears the whisper of the next call at once when the caller hangs up during the first', async () => {
    const afterCall = { wrapUpSeconds: 0, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' } as const;
    await anneIsThere({ whisper: { kind: 'upload', audioId: 'support-calls' }, afterCall });
    const first = await story.caller('+33611111111');
    await story.clock.advance(1_000);
    const second = await story.caller('+33622222222');
    first.hangUp();
    await story.clock.until(() => second.hearing === 'conversation', 3_200, 'the second conversation');
    expect(phone().calls).toHaveLength(1);
    second.hangUp();
    await story.clock.advance(15_000);
    await story.ask('anne', 'sign-out');
  });

  it('may not sign out during a conversation', async () => {
    await anneIsThere();
    const caller = await story.caller();
    await talking(caller);
    await expect(story.ask('anne', 'sign-out')).rejects.toMatchObject({ code: 'agent-in-call' });
    expect(phone().talks).toBe(true);
    caller.hangUp();
    await story.clock.advance(15_000);
    await story.ask('anne', 'sign-out');
  });
});

describe('a sign-in with a phone that is to stay connected', () => {
  const before = async (): Promise<void> => {
    await anneIsThere();
    await story.ask('anne', 'sign-out');
    await story.clock.advance(10);
  };

  it('is refused with what became of the call, and nobody is signed in', async () => {
    await before();
    for (const [does, code] of [
      [() => phone().isBusy(), 'phone-busy'],
      [() => phone().refuses(), 'phone-refused'],
      [() => phone().neverAnswers(), 'phone-not-answered'],
      [() => phone().isSilent(), 'phone-not-answered'],
      [() => phone().unreachable(), 'phone-unreachable'],
    ] as const) {
      does();
      await expect(story.ask('anne', 'sign-in')).rejects.toMatchObject({ kind: 'wrong-state', code });
      await story.clock.advance(10);
      expect([state(), phone().call]).toEqual(['signed-out', null]);
    }
  });

  it('is refused at once while another is under way, and signs in once', async () => {
    await before();
    const first = story.engine.ask(story.statusOf('anne').agentId, { type: 'sign-in' });
    await story.clock.advance(100);
    await expect(story.engine.ask(story.statusOf('anne').agentId, { type: 'sign-in' })).rejects.toMatchObject({
      code: 'sign-in-under-way',
    });
    await story.clock.advance(3_000);
    expect((await first).state).toBe('available');
    expect(phone().calls).toHaveLength(2);
    await expect(story.ask('anne', 'sign-in')).rejects.toMatchObject({ code: 'already-signed-in' });
    await story.ask('anne', 'sign-out');
  });

  it('is taken back by a sign-out while the phone rings', async () => {
    await before();
    phone().neverAnswers();
    const signIn = story.engine.ask(story.statusOf('anne').agentId, { type: 'sign-in' });
    const refused = expect(signIn).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    await story.clock.advance(1_000);
    expect((await story.ask('anne', 'sign-out')).state).toBe('signed-out');
    await refused;
    await story.clock.advance(10);
    expect(phone().call).toBeNull();
  });

  it('brings the first of those who wait to the agent in the moment of picking up', async () => {
    await before();
    const caller = await story.caller();
    await story.ask('anne', 'sign-in');
    await talking(caller);
    expect(phone().calls).toHaveLength(2);
    caller.hangUp();
    await story.clock.advance(15_000);
    await story.ask('anne', 'sign-out');
  });

  it('is refused while the PBX is out of reach, also when that happens as the phone rings', async () => {
    await before();
    phone().neverAnswers();
    const signIn = story.engine.ask(story.statusOf('anne').agentId, { type: 'sign-in' });
    const refused = expect(signIn).rejects.toMatchObject({ kind: 'unavailable', code: 'pbx-unavailable' });
    await story.clock.advance(1_000);
    story.pbx.loseConnection();
    await story.clock.advance(10);
    await refused;
    await expect(story.ask('anne', 'sign-in')).rejects.toMatchObject({ code: 'pbx-unavailable' });
    phone().answer();
    story.pbx.restoreConnection();
    await story.clock.advance(1_000);
    expect([state(), phone().call]).toEqual(['signed-out', null]);
  });
});

describe('when the backend is killed and started again, an agent whose phone stays connected', () => {
  it('is still connected, free or in a conversation, and takes the next call', async () => {
    await anneIsThere();
    await story.agents('bob');
    const caller = await story.caller();
    await talking(caller);
    await story.killAndRestart(2_000);
    await story.clock.advance(100);
    expect([state(), story.statusOf('bob').state].sort()).toEqual(['available', 'talking']);
    expect(caller.hearing).toBe('conversation');
    const next = await story.caller('+33622222222');
    await talking(next);
    expect([phone().calls.length, story.phoneOf('bob').calls.length]).toEqual([1, 1]);
    caller.hangUp();
    next.hangUp();
    await story.clock.advance(15_000);
    for (const name of ['anne', 'bob']) await story.ask(name, 'sign-out');
  });

  it('who put the phone down meanwhile is signed out, and the conversation has ended', async () => {
    await anneIsThere();
    const caller = await story.caller();
    await talking(caller);
    story.kill();
    phone().hangUp();
    await story.clock.advance(1_000);
    story.restart();
    await story.clock.advance(100);
    expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['answered']);
  });

  it('who was just being called for the sign-in is let go', async () => {
    await anneIsThere();
    await story.ask('anne', 'sign-out');
    phone().neverAnswers();
    void story.engine.ask(story.statusOf('anne').agentId, { type: 'sign-in' });
    await story.clock.advance(1_000);
    await story.killAndRestart(1_000);
    await story.clock.advance(100);
    expect([state(), phone().call]).toEqual(['signed-out', null]);
  });

  it('who was hearing the whisper hears it again when the caller is offered once more', async () => {
    await anneIsThere({ whisper: { kind: 'upload', audioId: 'support-calls' } });
    const caller = await story.caller();
    await story.clock.advance(500);
    await story.killAndRestart(100);
    await story.clock.until(() => caller.hearing === 'conversation', 20_000, 'the conversation');
    expect(phone().calls).toHaveLength(1);
    caller.hangUp();
    await story.clock.advance(15_000);
    await story.ask('anne', 'sign-out');
  });
});

describe('when the PBX is out of reach for a while, an agent whose phone stays connected', () => {
  it('goes on as before when it is back', async () => {
    await anneIsThere();
    const caller = await story.caller();
    await talking(caller);
    story.pbx.loseConnection();
    await story.clock.advance(3_000);
    story.pbx.restoreConnection();
    await story.clock.advance(100);
    caller.hangUp();
    await story.clock.advance(15_000);
    expect(state()).toBe('available');
    const next = await story.caller('+33622222222');
    await talking(next);
    next.hangUp();
    await story.clock.advance(15_000);
    expect(phone().calls).toHaveLength(1);
    await story.ask('anne', 'sign-out');
  });

  it('is signed out when a restart of the PBX took the phone’s call', async () => {
    await anneIsThere();
    story.pbx.restartPbx();
    await story.clock.advance(1_000);
    story.pbx.restoreConnection();
    await story.clock.advance(1_000);
    expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
  });

  it('who signs out meanwhile is hung up when it is back', async () => {
    await anneIsThere();
    story.pbx.loseConnection();
    await story.ask('anne', 'sign-out');
    expect(phone().talks).toBe(true);
    story.pbx.restoreConnection();
    await story.clock.advance(2_000);
    expect(phone().call).toBeNull();
  });
});
