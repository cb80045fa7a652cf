import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { brandId, type AgentId, type CallId } from '../../src/core/kernel/ids.js';
import type { SupervisionMode } from '../../src/core/journal/supervision-facts.js';
import type { Supervision, SupervisorPhone } from '../../src/engine/supervision-desk.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { FakePhone } from '../support/fake-telephony/fake-phone.js';
import { Story } from '../support/story.js';

const ANNE = brandId<AgentId>('anne');
const DESK: SupervisorPhone = { kind: 'endpoint', endpoint: 'PJSIP/desk1' };

describe('a supervisor', () => {
  let story: Story;
  let desk: FakePhone;
  let caller: FakeCaller;
  const inTime = async <T>(answer: Promise<T>): Promise<T> => {
    let isOver = false;
    answer.catch(() => undefined).finally(() => (isOver = true));
    await story.clock.until(() => isOver, 60_000, 'an answer to the supervisor');
    return answer;
  };
  const listen = (mode: SupervisionMode = 'listen', phone: SupervisorPhone = DESK): Promise<Supervision> =>
    inTime(story.engine.supervisions.begin({ agentId: ANNE, mode, phone, shown: { number: null, name: 'Anne' }, by: 'chief' }));
  const told = (): unknown[] => story.facts.filter(({ type }) => type.startsWith('supervisor'));
  const open = (): readonly Supervision[] => story.engine.supervisions.list();
  /** Who is overheard how, and with whom the tap is in a bridge. */
  const taps = async (): Promise<string[]> => {
    const { legs } = await inTime(story.pbx.census());
    const people = new Map([
      [String(caller.leg), 'caller'],
      [String(story.phoneOf('anne').call?.leg), 'agent'],
      [String(desk.call?.leg), 'supervisor'],
    ]);
    return legs
      .filter(({ direction }) => direction === 'tap')
      .map((tap) => {
        const others = legs.filter(({ bridge, leg }) => bridge !== null && bridge === tap.bridge && leg !== tap.leg);
        const names = others.map((other) => people.get(String(other.leg)) ?? `tap of ${people.get(String(other.overhears))}`);
        return `${people.get(String(tap.overhears))} with ${names.join()}`;
      });
  };
  const joined = async (mode: SupervisionMode = 'listen'): Promise<Supervision> => {
    const supervision = await listen(mode);
    await story.clock.until(() => open()[0]?.state === 'connected', 5_000, 'the supervisor to be connected');
    return supervision;
  };

  beforeEach(async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    desk = story.phoneAt('PJSIP/desk1');
    caller = await story.caller();
    await story.clock.advance(3_000);
    expect(story.statusOf('anne').state).toBe('talking');
  });
  afterEach(async () => {
    caller.hangUp();
    await story.clock.advance(30_000);
    expect(open()).toEqual([]);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.engine.inspect().watched).toBe(0);
    await story.close();
  });

  it('is called with the name of the agent on the display, joins on the answer and leaves; the conversation goes on', async () => {
    const supervision = await listen();
    const callId = story.callIdOf(caller);
    expect(supervision).toMatchObject({ agentId: 'anne', callId, mode: 'listen', state: 'calling' });
    expect([desk.call?.from, told()]).toEqual([{ number: null, name: 'Anne' }, []]);
    await story.clock.advance(3_000);
    expect(open()).toEqual([{ ...supervision, state: 'connected' }]);
    expect(await taps()).toEqual(['agent with supervisor']);
    desk.hangUp();
    await story.clock.advance(100);
    const step = { callId, agentId: 'anne', supervisionId: supervision.id };
    expect(told()).toEqual([
      { ...step, type: 'supervisor-joined', by: 'chief', mode: 'listen' },
      { ...step, type: 'supervisor-left' },
    ]);
    expect([open(), await taps(), story.statusOf('anne').state, caller.hearing]).toEqual([[], [], 'talking', 'conversation']);
  });

  it('changes from listening to whispering and barging, before the answer and after', async () => {
    const { id } = await listen();
    const change = (mode: SupervisionMode): Promise<Supervision> => inTime(story.engine.supervisions.change(id, mode));
    expect(await change('barge')).toMatchObject({ mode: 'barge', state: 'calling' });
    await story.clock.advance(3_000);
    const BARGING = ['agent with supervisor', 'supervisor with tap of caller', 'caller with tap of supervisor'];
    expect(await taps()).toEqual(BARGING);
    expect(await change('whisper')).toMatchObject({ mode: 'whisper', state: 'connected' });
    expect(await taps()).toEqual(['agent with supervisor']);
    await Promise.all([change('listen'), change('whisper'), change('barge')]);
    await story.clock.advance(1_000);
    expect(await taps()).toEqual(BARGING);
    story.engine.supervisions.end(id);
    await story.clock.advance(100);
    expect([await taps(), desk.talks, caller.hearing]).toEqual([[], false, 'conversation']);
    await expect(change('listen')).rejects.toMatchObject({ kind: 'not-found', code: 'unknown-supervision' });
    expect(() => {
      story.engine.supervisions.end(id);
    }).toThrow(expect.objectContaining({ code: 'unknown-supervision' }));
  });

  it.each<[string, (it: { caller: FakeCaller; story: Story }) => unknown]>([
    ['the caller hangs up', (it) => it.caller.hangUp()],
    ['the agent hangs up', (it) => it.story.phoneOf('anne').hangUp()],
    ['the agent asks to hang up', (it) => it.story.ask('anne', 'hang-up')],
    ['the PBX goes out of reach for a moment', (it) => it.story.pbx.loseConnection()],
  ])('is let go when %s, connected or called', async (_what, happens) => {
    await joined('barge');
    void story.phoneAt('PJSIP/desk2').answersAfter(20_000);
    await listen('whisper', { kind: 'endpoint', endpoint: 'PJSIP/desk2' });
    await happens({ caller, story });
    await story.clock.advance(1_000);
    story.pbx.restoreConnection();
    await story.clock.advance(1_000);
    expect([open(), desk.talks, story.phoneAt('PJSIP/desk2').call]).toEqual([[], false, null]);
    expect(told()).toMatchObject([{ type: 'supervisor-joined' }, { type: 'supervisor-left' }]);
  });

  it('is let go with the conversation when the phone of the agent stays connected', async () => {
    caller.hangUp();
    await story.clock.advance(30_000);
    story.connection = 'permanent';
    await story.agents('paul');
    await inTime(story.engine.ask(ANNE, { type: 'pause', reason: null }));
    caller = await story.caller();
    await story.clock.advance(3_000);
    const paul = {
      agentId: brandId<AgentId>('paul'),
      mode: 'listen',
      phone: DESK,
      shown: { number: null, name: null },
      by: 'chief',
    } as const;
    await inTime(story.engine.supervisions.begin(paul));
    await story.clock.advance(3_000);
    expect(open()).toMatchObject([{ agentId: 'paul', state: 'connected' }]);
    caller.hangUp();
    await story.clock.advance(1_000);
    expect([open(), desk.talks, story.phoneOf('paul').talks]).toEqual([[], false, true]);
    await story.clock.advance(30_000);
    await story.ask('paul', 'sign-out');
  });

  it('is hung up by the next start of a backend that was killed, and the two go on', async () => {
    await joined('barge');
    await story.killAndRestart(2_000);
    await story.clock.advance(1_000);
    expect([open(), desk.talks, await taps()]).toEqual([[], false, []]);
    expect([story.statusOf('anne').state, caller.hearing]).toEqual(['talking', 'conversation']);
  });

  it.each([
    ['never answers', (it: FakePhone) => it.neverAnswers()],
    ['is busy', (it: FakePhone) => it.isBusy()],
    ['refuses', (it: FakePhone) => it.refuses()],
  ])('whose phone %s is not with them, and nothing is told', async (_what, behaves) => {
    behaves(desk);
    await listen();
    await story.clock.advance(35_000);
    expect([open(), told(), caller.hearing]).toEqual([[], [], 'conversation']);
  });

  it('cannot listen to who talks to nobody, on the phone that is listened to, or on one that may not be dialled', async () => {
    await expect(listen('listen', { kind: 'sip', agentId: ANNE })).rejects.toMatchObject({ kind: 'impossible', code: 'own-phone' });
    await expect(listen('listen', { kind: 'sip', agentId: brandId<AgentId>('nobody') })).rejects.toMatchObject({
      ...{ kind: 'wrong-state', code: 'phone-not-dialable' },
    });
    await expect(listen('listen', { kind: 'number', number: '+33899000000' })).rejects.toMatchObject({ code: 'phone-not-dialable' });
    caller.hangUp();
    await story.clock.advance(100);
    await expect(listen()).rejects.toMatchObject({ kind: 'wrong-state', code: 'no-call' });
    expect([desk.calls, story.ended.map(({ callId }): CallId => callId)]).toEqual([[], [story.callIdOf(caller)]]);
  });

  it('cannot begin while the PBX is out of reach', async () => {
    story.pbx.loseConnection();
    await expect(listen()).rejects.toMatchObject({ kind: 'unavailable', code: 'pbx-unavailable' });
    story.pbx.restoreConnection();
    await story.clock.advance(1_000);
  });
});
