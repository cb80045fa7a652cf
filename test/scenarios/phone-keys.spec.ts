import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { DeskAgent } from '../../src/engine/desk.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

const agent = (name: string): AgentId => brandId<AgentId>(name);

describe('the keys of an agent’s phone', () => {
  let story: Story;

  afterEach(async () => {
    for (const name of ['anne', 'bruno']) story.phoneOf(name).hangUp();
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect()).toMatchObject({ watched: 0 });
    await story.close();
  });

  async function atWork(
    plan: ConstructorParameters<typeof Story>[0] = {},
    connection: DeskAgent['connection'] = 'per-call',
  ): Promise<void> {
    story = new Story({ welcome: null, ...plan });
    story.connection = connection;
    story.pbx.sounds.lasting.set('beep', 300);
    await story.agents('anne', 'bruno');
    await story.engine.ask(agent('bruno'), { type: 'pause', reason: 'admin' });
    if (connection === 'per-call') story.phoneOf('anne').answersAfter(1_000);
  }

  async function talking(connection: DeskAgent['connection'] = 'per-call'): Promise<FakeCaller> {
    await atWork({}, connection);
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    return caller;
  }

  const held = (): string[] => story.facts.map(({ type }) => type).filter((type) => type === 'call-held' || type === 'call-unheld');

  it.each([10, 30, 60, 110])('hold and take back %d ms later, however long the PBX takes', async (afterMs) => {
    const caller = await talking();
    story.pbx.faults = { requestTakes: () => 50 };
    story.phoneOf('anne').holds();
    await story.clock.advance(afterMs);
    story.phoneOf('anne').holds(false);
    await story.clock.advance(1_000);
    expect([caller.hearing, ...held()]).toEqual(['conversation', 'call-held', 'call-unheld']);
    caller.hangUp();
  });

  it('take their turn among what is asked: an agent holds by request and takes the caller back with the key', async () => {
    const caller = await talking();
    story.pbx.faults = { requestTakes: () => 50 };
    story.engine.ask(agent('anne'), { type: 'hold' }).catch(() => undefined);
    await story.clock.advance(20);
    story.phoneOf('anne').holds(false);
    await story.clock.advance(1_000);
    expect([caller.hearing, ...held()]).toEqual(['conversation', 'call-held', 'call-unheld']);
    caller.hangUp();
  });

  it('tell the same twice: once is enough', async () => {
    const caller = await talking();
    for (const on of [true, true, false, false]) {
      story.phoneOf('anne').holds(on);
      await story.clock.advance(100);
    }
    expect([caller.hearing, ...held()]).toEqual(['conversation', 'call-held', 'call-unheld']);
    caller.hangUp();
  });

  it('transfer nobody while their agent is consulted, and the phone is told so', async () => {
    const caller = await talking();
    await story.engine.ask(agent('bruno'), { type: 'resume' });
    story.engine
      .ask(agent('anne'), { type: 'transfer', to: { kind: 'agent', agentId: agent('bruno') }, mode: 'attended' })
      .catch(() => null);
    await story.clock.until(() => story.hears('bruno') === 'conversation', 5_000, 'the consultation');
    const asked = story.phoneOf('bruno').transfers(story.extensionOf('anne'));
    await story.clock.advance(100);
    expect([asked.transfer, caller.hearing, story.hears('bruno')]).toEqual(['refused', 'music', 'conversation']);
    caller.hangUp();
  });

  it('hold the line of who is consulted: the caller who is handed over has music until they take them', async () => {
    const caller = await talking();
    await story.engine.ask(agent('bruno'), { type: 'resume' });
    story.engine
      .ask(agent('anne'), { type: 'transfer', to: { kind: 'agent', agentId: agent('bruno') }, mode: 'attended' })
      .catch(() => null);
    await story.clock.until(() => story.hears('bruno') === 'conversation', 5_000, 'the consultation');
    story.phoneOf('bruno').holds();
    await story.clock.advance(100);
    await story.ask('anne', 'complete-transfer');
    await story.clock.advance(100);
    expect([caller.hearing, story.statusOf('bruno').state]).toEqual(['music', 'talking']);
    story.phoneOf('bruno').holds(false);
    await story.clock.advance(100);
    expect([caller.hearing, story.hears('bruno')]).toEqual(['conversation', 'conversation']);
    caller.hangUp();
  });

  it('transfer nobody during the whisper, and hold the line for whom it announces', async () => {
    await atWork({ whisper: { kind: 'upload', audioId: 'support-calls' } });
    const caller = await story.caller();
    await story.clock.until(() => story.hears('anne') === 'support-calls', 5_000, 'the whisper');
    const asked = story.phoneOf('anne').transfers(story.extensionOf('bruno'));
    story.phoneOf('anne').holds();
    await story.clock.advance(100);
    expect(asked.transfer).toBe('refused');
    await story.clock.advance(5_000);
    expect([caller.hearing, ...held(), story.statusOf('anne').state]).toEqual(['music', 'call-held', 'talking']);
    story.phoneOf('anne').holds(false);
    await story.clock.advance(100);
    expect([caller.hearing, story.hears('anne')]).toEqual(['conversation', 'conversation']);
    caller.hangUp();
  });

  it.each(['transfer', 'transfer of the second line'])(
    'sign out who presses the one for a %s on a connected phone, which hangs up by that, with a reason of its own',
    async (which) => {
      const caller = await talking('permanent');
      await story.engine.ask(agent('bruno'), { type: 'resume' });
      const phone = story.phoneOf('anne');
      if (which === 'transfer') phone.transfers(story.extensionOf('bruno'));
      else {
        phone.holds();
        const second = phone.dials(story.extensionOf('bruno'));
        await story.clock.advance(2_000);
        phone.transfers('', second);
      }
      await story.clock.advance(1_000);
      expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-transferred' });
      expect([caller.hearing, story.statusOf('bruno').state]).toEqual(['conversation', 'talking']);
      // The next time it is put down for good.
      await story.ask('anne', 'sign-in');
      phone.hangUp();
      await story.clock.advance(100);
      expect(story.statusOf('anne')).toMatchObject({ state: 'signed-out', reason: 'phone-dropped' });
      caller.hangUp();
    },
  );

  it('do nothing on a connected phone that has no call, but a line that is held stays so for the next caller', async () => {
    await atWork({}, 'permanent');
    const asked = story.phoneOf('anne').transfers(story.extensionOf('bruno'));
    story.phoneOf('anne').holds();
    await story.clock.advance(100);
    expect([asked.transfer, story.statusOf('anne').state]).toEqual(['refused', 'available']);
    const caller = await story.caller();
    await story.clock.advance(1_000);
    expect([caller.hearing, ...held(), story.statusOf('anne').state]).toEqual(['music', 'call-held', 'talking']);
    story.phoneOf('anne').holds(false);
    await story.clock.advance(100);
    expect([caller.hearing, story.hears('anne')]).toEqual(['conversation', 'conversation']);
    caller.hangUp();
  });
});
