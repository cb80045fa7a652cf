import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgentRequest } from '../../src/engine/desk.js';
import { brandId, type AgentId, type QueueId } from '../../src/core/kernel/ids.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

const OTHER_QUEUE = brandId<QueueId>('queue-other');
const agent = (name: string): AgentId => brandId<AgentId>(name);

describe('an agent in a conversation', () => {
  let story: Story;
  let caller: FakeCaller;

  beforeEach(async () => {
    story = new Story({ welcome: null });
    await story.agents('anne', 'bruno');
    story.phoneOf('anne').answersAfter(1_000);
    story.phoneOf('bruno').answersAfter(2_000);
    story.engine.configureQueue({ ...story.queueSettings, queueId: OTHER_QUEUE, code: '501', agentIds: [agent('bruno')] });
    await story.engine.ask(agent('bruno'), { type: 'pause', reason: 'admin' });
    caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    await story.engine.ask(agent('bruno'), { type: 'resume' });
  });

  afterEach(async () => {
    caller.hangUp();
    for (const name of ['anne', 'bruno']) story.phoneOf(name).hangUp();
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.ended).toHaveLength(1);
    for (const name of ['anne', 'bruno']) expect(story.statusOf(name).state).not.toBe('talking');
    await story.close();
  });

  const ask = async (name: string, request: AgentRequest): Promise<void> => {
    const asked = story.engine.ask(agent(name), request);
    asked.catch(() => undefined);
    await story.clock.advance(50);
    await asked;
  };
  const hangUpOf = (name: string): Promise<unknown> => story.engine.ask(agent(name), { type: 'hang-up' }).catch(() => undefined);
  const toBruno = { kind: 'agent', agentId: agent('bruno') } as const;
  const facts = (): string[] => story.facts.map(({ type }) => type);

  it('puts the caller on hold, who has music, and takes them back', async () => {
    await ask('anne', { type: 'hold' });
    expect([caller.hearing, story.phoneOf('anne').talks]).toEqual(['music', true]);
    await expect(ask('anne', { type: 'hold' })).rejects.toMatchObject({ code: 'already-held' });
    await story.clock.advance(4_950);
    await ask('anne', { type: 'unhold' });
    expect(caller.hearing).toBe('conversation');
    await expect(ask('anne', { type: 'unhold' })).rejects.toMatchObject({ code: 'not-held' });
    expect(story.facts.find(({ type }) => type === 'call-unheld')).toMatchObject({ agentId: 'anne', heldSeconds: expect.closeTo(5, 0) });
  });

  it('holds with the phone’s own key as well', async () => {
    story.phoneOf('anne').holds();
    await story.clock.advance(50);
    expect(caller.hearing).toBe('music');
    story.phoneOf('anne').holds(false);
    await story.clock.advance(50);
    expect(caller.hearing).toBe('conversation');
    expect(story.facts.find(({ type }) => type === 'call-held')).toMatchObject({ by: 'phone' });
  });

  it('sends the caller to a colleague without asking, and wraps up at once', async () => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'blind' });
    expect([story.statusOf('anne').state, caller.hearing]).toEqual(['wrap-up', 'music']);
    await story.clock.advance(3_000);
    expect(story.statusOf('bruno')).toMatchObject({ state: 'talking', callId: story.callIdOf(caller) });
    expect([caller.hearing, story.phoneOf('bruno').calls[0]?.from.number]).toEqual(['conversation', '+33612345678']);
    story.phoneOf('bruno').hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]).toMatchObject({ agentId: 'bruno', ending: { how: 'answered', blame: 'agent' } });
  });

  it('has the caller back when the colleague does not answer', async () => {
    story.phoneOf('bruno').neverAnswers();
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'blind' });
    await story.clock.advance(12_000);
    expect(story.statusOf('anne').state).toBe('available');
    await story.clock.advance(30_000);
    expect([caller.hearing, story.statusOf('anne').state]).toEqual(['conversation', 'talking']);
    expect(facts()).toContain('transfer-failed');
  });

  it('leaves the caller in the line, where they stood, when nobody takes them back', async () => {
    story.phoneOf('bruno').neverAnswers();
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'blind' });
    await ask('anne', { type: 'sign-out' });
    await story.clock.advance(32_000);
    const [record] = story.engine.live().calls;
    expect(record).toMatchObject({ phase: 'waiting', queueId: story.queueSettings.queueId });
    expect(record?.queuedAt).toBe(story.facts.flatMap((fact) => (fact.type === 'call-queued' ? [fact.queuedAt] : []))[0]);
  });

  it('sends the caller to another queue, with the time they came at', async () => {
    const queuedAt = story.engine.live().calls[0]?.queuedAt;
    await story.clock.advance(60_000);
    await ask('anne', { type: 'transfer', to: { kind: 'queue', queueId: OTHER_QUEUE }, mode: 'blind' });
    expect(story.engine.live().calls[0]).toMatchObject({ queueId: OTHER_QUEUE, queuedAt });
    await story.clock.advance(3_000);
    expect([caller.hearing, story.statusOf('bruno').state]).toEqual(['conversation', 'talking']);
  });

  it('sends the caller to a number, which the policy allows', async () => {
    story.phoneAt('PJSIP/+33140000000@carrier').answersAfter(3_000);
    await expect(ask('anne', { type: 'transfer', to: { kind: 'number', number: '0899123456' }, mode: 'blind' })).rejects.toMatchObject({
      code: 'number-denied-prefix',
    });
    await ask('anne', { type: 'transfer', to: { kind: 'number', number: '0140000000' }, mode: 'blind' });
    await story.clock.advance(4_000);
    expect(caller.hearing).toBe('conversation');
    expect(story.phoneAt('PJSIP/+33140000000@carrier').calls[0]?.from.number).toBe('+33612345678');
  });

  it('asks a colleague first: the caller has music, both agents talk, and the caller follows when the first hangs up', async () => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    expect([caller.hearing, story.hears('anne')]).toEqual(['music', 'ring-tone']);
    await story.clock.advance(2_500);
    expect([caller.hearing, story.hears('anne'), story.hears('bruno')]).toEqual(['music', 'conversation', 'conversation']);
    for (const type of ['hold', 'pause-recording'] as const)
      await expect(ask('bruno', { type })).rejects.toMatchObject({ code: 'consulted-only' });
    story.phoneOf('anne').hangUp();
    await story.clock.advance(100);
    expect([caller.hearing, story.hears('bruno')]).toEqual(['conversation', 'conversation']);
    expect([story.statusOf('anne').state, story.statusOf('bruno').state]).toEqual(['wrap-up', 'talking']);
    expect(story.statusOf('bruno').callId).toBe(story.callIdOf(caller));
  });

  it('takes the caller back when the colleague will not have them', async () => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.clock.advance(2_500);
    story.phoneOf('bruno').hangUp();
    await story.clock.advance(100);
    expect([caller.hearing, story.statusOf('anne').state, story.statusOf('bruno').state]).toEqual(['conversation', 'talking', 'available']);
  });

  it('gives up asking, and is with the caller again', async () => {
    story.phoneOf('bruno').neverAnswers();
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.clock.advance(1_000);
    await ask('anne', { type: 'cancel-transfer' });
    expect([caller.hearing, story.phoneOf('bruno').call, story.statusOf('bruno').state]).toEqual(['conversation', null, 'available']);
    await expect(ask('anne', { type: 'complete-transfer' })).rejects.toMatchObject({ code: 'no-consultation' });
  });

  it('is with the caller again when the colleague does not answer in time', async () => {
    story.phoneOf('bruno').neverAnswers();
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.clock.advance(32_000);
    expect([caller.hearing, story.statusOf('anne').state]).toEqual(['conversation', 'talking']);
  });

  it('puts the caller through to a number after asking', async () => {
    story.phoneAt('PJSIP/+33140000000@carrier').answersAfter(1_000);
    await ask('anne', { type: 'transfer', to: { kind: 'number', number: '+33140000000' }, mode: 'attended' });
    await story.clock.advance(1_500);
    await ask('anne', { type: 'complete-transfer' });
    expect([caller.hearing, story.statusOf('anne').state]).toEqual(['conversation', 'wrap-up']);
    story.phoneAt('PJSIP/+33140000000@carrier').hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', during: 'transferring', blame: 'outside' });
  });

  it('transfers with the phone’s own key, which is refused for what may not be dialled', async () => {
    const asked = story.phoneOf('anne').transfers('0899123456');
    await story.clock.advance(100);
    expect([asked.transfer, caller.hearing]).toEqual(['refused', 'conversation']);
    story.phoneOf('anne').transfers(story.extensionOf('bruno'));
    await story.clock.advance(100);
    expect([asked.transfer, asked.endedAt === null, story.statusOf('anne').state]).toEqual(['accepted', false, 'wrap-up']);
    await story.clock.advance(3_000);
    expect([caller.hearing, story.statusOf('bruno').state]).toEqual(['conversation', 'talking']);
  });

  it('asks a colleague on the phone’s second line, and joins both with its transfer key', async () => {
    story.phoneOf('anne').holds();
    await story.clock.advance(100);
    const second = story.phoneOf('anne').dials(story.extensionOf('bruno'));
    await story.clock.advance(3_000);
    expect([caller.hearing, story.hears('bruno')]).toEqual(['music', 'conversation']);
    story.phoneOf('anne').transfers('', second);
    await story.clock.advance(200);
    expect([caller.hearing, story.statusOf('anne').state, story.statusOf('bruno').state]).toEqual(['conversation', 'wrap-up', 'talking']);
    expect(second.endedAt).not.toBeNull();
  });

  it.each(['caller first', 'agent first'])('ends the call when caller and consulted agent hang up together, %s', async (order) => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.clock.advance(2_500);
    const leave = [() => caller.hangUp(), () => story.phoneOf('bruno').hangUp()];
    for (const act of order === 'caller first' ? leave : leave.reverse()) act();
    await story.clock.advance(1_000);
    expect([story.statusOf('anne').state, story.statusOf('bruno').state]).toEqual(['wrap-up', 'available']);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame: 'caller' });
  });

  it.each([
    ['the colleague hangs up just after', (): void => story.phoneOf('anne').hangUp(), (): void => story.phoneOf('bruno').hangUp()],
    ['the colleague hangs up by request just after', (): void => story.phoneOf('anne').hangUp(), (): void => void hangUpOf('bruno')],
    ['the colleague hangs up just before', (): void => story.phoneOf('bruno').hangUp(), (): void => story.phoneOf('anne').hangUp()],
  ])('has the caller back in the line when the one who asks hangs up and %s', async (_who, first, second) => {
    await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
    await story.clock.advance(2_500);
    story.pbx.faults = { requestTakes: () => 50 };
    first();
    await story.clock.advance(20);
    second();
    await story.clock.until(() => story.engine.live().calls[0]?.phase === 'waiting', 2_000, 'the line');
    // Who was only consulted has nothing to wrap up, and is the next to be asked.
    expect([story.statusOf('anne').state, story.statusOf('bruno').state]).toEqual(['wrap-up', 'offered']);
    expect(facts()).toContain('consultation-ended');
    await story.clock.advance(200);
    expect(caller.hearing).toBe('music');
  });

  it('has the caller back in the line when the phone has joined both and the colleague hangs up in that instant', async () => {
    story.phoneOf('anne').holds();
    await story.clock.advance(100);
    const second = story.phoneOf('anne').dials(story.extensionOf('bruno'));
    await story.clock.advance(3_000);
    story.pbx.faults = { requestTakes: () => 50 };
    story.phoneOf('anne').transfers('', second);
    await story.clock.advance(70);
    story.phoneOf('bruno').hangUp();
    await story.clock.until(() => story.engine.live().calls[0]?.phase === 'waiting', 2_000, 'the line');
    await story.clock.advance(200);
    expect([caller.hearing, story.statusOf('anne').state, story.statusOf('bruno').state]).toEqual(['music', 'wrap-up', 'offered']);
  });

  describe('when the backend is killed', () => {
    it('on hold: the caller keeps the music, and the agent takes them back', async () => {
      await ask('anne', { type: 'hold' });
      await story.killAndRestart(3_000);
      await story.clock.advance(100);
      expect(caller.hearing).toBe('music');
      await ask('anne', { type: 'unhold' });
      expect(caller.hearing).toBe('conversation');
    });

    it('in a consultation: both agents talk on, and the caller can be handed over', async () => {
      await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
      await story.clock.advance(2_500);
      await story.killAndRestart(3_000);
      await story.clock.advance(100);
      expect([caller.hearing, story.hears('anne'), story.hears('bruno')]).toEqual(['music', 'conversation', 'conversation']);
      await ask('anne', { type: 'complete-transfer' });
      expect([caller.hearing, story.statusOf('bruno').state, story.statusOf('anne').state]).toEqual(['conversation', 'talking', 'wrap-up']);
    });

    it('while a colleague is called: the caller is with the agent again', async () => {
      story.phoneOf('bruno').neverAnswers();
      await ask('anne', { type: 'transfer', to: toBruno, mode: 'attended' });
      await story.clock.advance(1_000);
      await story.killAndRestart(1_000);
      await story.clock.advance(1_000);
      expect([caller.hearing, story.statusOf('anne').state, story.phoneOf('bruno').call]).toEqual(['conversation', 'talking', null]);
    });

    it('on the way to a colleague: the caller gets there', async () => {
      await ask('anne', { type: 'transfer', to: toBruno, mode: 'blind' });
      await story.clock.advance(500);
      await story.killAndRestart(1_000);
      await story.clock.advance(5_000);
      expect([caller.hearing, story.statusOf('bruno').state]).toEqual(['conversation', 'talking']);
    });
  });
});
