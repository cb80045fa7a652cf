import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { program } from '../support/ivr-lab.js';
import { overflowPlan } from '../support/overflow-plan.js';
import { Story } from '../support/story.js';

const MENU = program({
  first: {
    type: 'menu',
    prompt: [{ audioId: 'choose' }],
    choices: [
      { key: '1', next: 'sales' },
      { key: '2', next: 'office' },
      { key: '3', next: 'message' },
      { key: '4', next: 'bye' },
    ],
    timeoutSeconds: 5,
    retries: 1,
    onTimeout: 'bye',
    onInvalid: 'bye',
    answer: 'wish',
  },
  sales: { type: 'enqueue', priorityOffset: 5 },
  office: { type: 'transfer', number: '+33144445555', failed: 'message' },
  message: { type: 'voicemail' },
  bye: { type: 'hang-up', prompt: [{ audioId: 'bye' }] },
});

describe('a caller in a scenario before the line', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const begun = async (): ReturnType<Story['caller']> => {
    story = new Story({ welcome: null, scenarios: { beforeQueue: MENU, menu: null, afterAgent: null } });
    const caller = await story.caller();
    expect(caller).toMatchObject({ answered: true, hearing: 'choose' });
    return caller;
  };

  it('chooses by a key during the prompt, and waits with the priority that the scenario gave', async () => {
    const caller = await begun();
    caller.press('1');
    await story.clock.advance(100);
    expect(caller.hearing).toBe('music');
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'call-queued', entry: expect.objectContaining({ priority: 5 }) }));
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'waiting', blame: 'caller' });
  });

  it('is put through, and goes on in the scenario where nobody answers', async () => {
    const caller = await begun();
    story.phoneAt('PJSIP/+33144445555@carrier').isBusy();
    caller.press('2');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('voicemail-greeting');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('is served by it: the answer is kept, the ending is self-served', async () => {
    const caller = await begun();
    caller.press('4');
    await story.clock.advance(5_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toEqual({ how: 'self-served', during: 'scenario', blame: 'campaign' });
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'scenario-ended', use: 'before-queue', answers: { wish: '4' } }));
  });

  it('was served by it all the same when they hang up on the goodbye', async () => {
    const caller = await begun();
    caller.press('4');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('bye');
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]?.ending).toEqual({ how: 'self-served', during: 'scenario', blame: 'campaign' });
  });

  it('has abandoned, and not found it closed, who hangs up when asked for a message', async () => {
    const caller = await begun();
    caller.press('3');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('voicemail-greeting');
    caller.hangUp();
    await story.clock.advance(100);
    expect(story.ended[0]?.ending).toEqual({ how: 'abandoned', during: 'voicemail', blame: 'caller' });
  });

  it('goes on in the node it was in when the backend was killed', async () => {
    const caller = await begun();
    await story.clock.advance(4_000);
    await story.killAndRestart(1_000);
    await story.clock.advance(500);
    caller.press('1');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('music');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('hangs up in every node without leaving anything behind', async () => {
    for (const [keys, within] of [
      ['', 500],
      ['', 6_000],
      ['1', 200],
      ['2', 300],
      ['3', 1_000],
      ['3', 6_000],
      ['4', 200],
    ] as const) {
      const caller = await begun();
      caller.press(keys);
      await story.clock.advance(within);
      caller.hangUp();
      await story.clock.advance(3_000);
      expect(story.ended).toHaveLength(1);
      expect(story.pbx.leftovers()).toEqual([]);
      await story.close();
    }
    await begun().then((caller) => {
      caller.hangUp();
    });
    await story.clock.advance(100);
  });
});

describe('scenarios elsewhere in a call', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const SURVEY = program({
    first: {
      type: 'menu',
      prompt: [{ audioId: 'how-was-it' }],
      choices: [{ key: '5', next: 'thanks' }],
      timeoutSeconds: 5,
      retries: 0,
      onTimeout: 'thanks',
      onInvalid: 'thanks',
      answer: 'mark',
    },
    thanks: { type: 'end' },
  });

  it('the survey follows when the agent hangs up, while the agent is in wrap-up already', async () => {
    story = new Story({ welcome: null, scenarios: { beforeQueue: null, menu: null, afterAgent: SURVEY } });
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000);
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    story.phoneOf('anne').hangUp();
    await story.clock.advance(100);
    expect(caller.hearing).toBe('how-was-it');
    expect(story.statusOf('anne').state).toBe('wrap-up');
    caller.press('5');
    await story.clock.advance(1_000);
    expect(caller.ended).toBe('normal');
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame: 'agent' });
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'scenario-ended', use: 'survey', answers: { mark: '5' } }));
    await story.clock.advance(20_000);
  });

  it('there is no survey for a caller who hangs up', async () => {
    story = new Story({ welcome: null, scenarios: { beforeQueue: null, menu: null, afterAgent: SURVEY } });
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    caller.hangUp();
    await story.clock.advance(20_000);
    expect(story.happened).not.toContain('scenario-ended');
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame: 'caller' });
  });

  it('a scenario stands for the menu: the caller keeps the place while it runs, and leaves only where it says so', async () => {
    story = new Story({
      welcome: null,
      overflow: overflowPlan({ loopSeconds: 60 }),
      scenarios: { beforeQueue: null, menu: MENU, afterAgent: null },
    });
    const caller = await story.caller();
    expect(caller.hearing).toBe('choose');
    expect(story.engine.live().calls[0]).toMatchObject({ phase: 'waiting', position: 1 });
    caller.press('1');
    await story.clock.advance(200);
    expect(caller.hearing).toBe('music');
    caller.press('1');
    await story.clock.advance(200);
    expect(caller.hearing).toBe('choose');
    caller.press('3');
    await story.clock.advance(500);
    expect(caller.hearing).toBe('voicemail-greeting');
    caller.hangUp();
    await story.clock.advance(3_000);
  });

  it('the keys of a caller whom an agent took out of the menu are nobody’s', async () => {
    story = new Story({ welcome: null, scenarios: { beforeQueue: null, menu: MENU, afterAgent: null } });
    const caller = await story.caller();
    expect(caller.hearing).toBe('choose');
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000);
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    caller.press('1');
    await story.clock.advance(10_000);
    expect(caller.hearing).toBe('conversation');
    expect(caller.times('choose')).toBe(1);
    caller.hangUp();
    await story.clock.advance(20_000);
    expect(story.happened).not.toContain('keys-pressed');
  });

  it.each([
    ['leaves it by the menu', (caller: FakeCaller) => caller.press('4')],
    ['hangs up in the menu', (caller: FakeCaller) => caller.hangUp()],
  ])('who has talked, waits for another agent and %s was answered all the same', async (_how, leave) => {
    story = new Story({ welcome: null, scenarios: { beforeQueue: null, menu: MENU, afterAgent: null } });
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000);
    const caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
    const anne = brandId<AgentId>('anne');
    await story.engine.ask(anne, { type: 'pause', reason: 'break' });
    const handedBack = story.engine.ask(anne, {
      type: 'transfer',
      to: { kind: 'queue', queueId: story.queueSettings.queueId },
      mode: 'blind',
    });
    await story.clock.advance(100);
    await handedBack;
    await story.clock.until(() => caller.hearing === 'music', 30_000, 'the line');
    caller.press('1');
    await story.clock.until(() => caller.hearing === 'choose', 5_000, 'the menu');
    leave(caller);
    await story.clock.advance(20_000);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered' });
  });

  it('a scenario stands for the deterrent message', async () => {
    const bye = program({ first: { type: 'hang-up', prompt: [{ audioId: 'bye' }] } });
    story = new Story({ welcome: null, overflow: overflowPlan({ loops: 1, loopSeconds: 10, strategy: { scenario: bye } }) });
    const caller = await story.caller();
    await story.clock.advance(10_100);
    expect(caller.hearing).toBe('bye');
    await story.clock.advance(5_000);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'deterred', blame: 'campaign' });
  });
});

describe('a caller who waits at closing time', () => {
  let story: Story;
  afterEach(async () => {
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });
  const closingIn = (seconds: number, waitingAtClose: 'serve' | 'overflow'): Story => {
    story = new Story();
    const override = { state: 'open', until: story.clock.now() + seconds * 1000 } as const;
    const noDay = {
      timeZone: 'Europe/Paris',
      days: { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] },
    };
    story.changePlan({
      welcome: null,
      opening: { hours: noDay, timeZone: 'Europe/Paris', holidays: [], override },
      closed: { message: { kind: 'builtin', name: 'closed' }, then: 'hang-up', rerouteNumber: null, waitingAtClose },
    });
    return story;
  };

  it('is served where the campaign says so, and overflows where it says that', async () => {
    closingIn(20, 'serve');
    const served = await story.caller();
    await story.clock.advance(40_000);
    expect(served.hearing).toBe('music');
    expect((await story.caller('+33622222222')).hearing).toBe('closed');
    served.hangUp();
    await story.clock.advance(10_000);
    await story.close();

    closingIn(20, 'overflow');
    const sent = await story.caller();
    await story.clock.advance(19_000);
    expect(sent.hearing).toBe('music');
    await story.clock.advance(2_000);
    expect(sent.hearing).toBe('deterrent');
    await story.clock.advance(5_000);
    expect(story.facts).toContainEqual(expect.objectContaining({ type: 'overflowed', criterion: 'closing-time' }));
  });
});
