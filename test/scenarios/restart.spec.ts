import { afterEach, describe, expect, it } from '@jest/globals';
import { NOT_RECORDED } from '../../src/core/plan/recording-plan.js';
import { Story } from '../support/story.js';

describe('when the backend is killed and started again', () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(1_000);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('the caller who waited keeps the music and the place, the two who talked go on talking, and a newcomer enters', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    const talking = await story.caller('+33611111111');
    await story.clock.until(() => talking.hearing === 'conversation', 5_000, 'the conversation');
    const waiting = await story.caller('+33622222222');
    await story.clock.advance(5_000);

    await story.killAndRestart(3_000);
    expect(talking.hearing).toBe('conversation');
    expect(waiting.hearing).toBe('music');
    expect(story.statusOf('anne')).toMatchObject({ state: 'talking' });
    const newcomer = await story.caller('+33633333333');

    talking.hangUp();
    await story.clock.advance(100);
    expect(story.statusOf('anne').state).toBe('wrap-up');
    await story.clock.until(() => waiting.hearing === 'conversation', 20_000, 'the conversation of the one who waited');
    expect(newcomer.hearing).toBe('music');
    waiting.hangUp();
    await story.clock.until(() => newcomer.hearing === 'conversation', 20_000, 'the conversation of the newcomer');
    newcomer.hangUp();
    await story.clock.advance(100);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['answered', 'answered', 'answered']);
    expect(new Set(story.ended.map(({ callId }) => callId)).size).toBe(3);
  });

  it('whoever hears the welcome goes on in the campaign as it was when they dialled, though it was changed meanwhile', async () => {
    story = new Story({ recording: { mode: 'all', dispositionCodes: [], retentionDays: 90, consent: null } });
    const caller = await story.caller();
    await story.clock.advance(1_000);
    story.changePlan({ recording: NOT_RECORDED, running: false });
    await story.killAndRestart(1_000);
    await story.agents('anne');
    await story.clock.until(() => caller.hearing === 'conversation', 30_000, 'the conversation');
    await story.clock.advance(1_000);
    expect(story.happened).toContain('recording-begun');
    caller.hangUp();
    await story.clock.advance(3_000);
    expect(story.ended).toMatchObject([{ planVersion: 1, ending: { how: 'answered' } }]);
  });

  it('two who were put together in that moment are told of as connected, once, and the agent may say how it went', async () => {
    story = new Story({ welcome: null });
    story.pbx.faults = { answerTakes: () => 100 };
    story.onStep = (what) => {
      if (what !== 'join' || story.engine.inspect().calls.length === 0) return;
      story.onStep = () => undefined;
      story.clock.at(story.clock.now() + 50, () => story.kill());
      story.clock.at(story.clock.now() + 1_000, () => story.restart());
    };
    await story.agents('anne');
    const caller = await story.caller();
    await story.clock.advance(20_000);
    expect(caller.hearing).toBe('conversation');
    expect(story.facts.filter(({ type }) => type === 'call-connected')).toMatchObject([{ agentId: 'anne', call: { agentId: 'anne' } }]);
    caller.hangUp();
    await story.clock.advance(1_000);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['answered']);
  });

  it('a caller who hung up meanwhile gets one ending, and the agent goes on to wrap-up', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    const talking = await story.caller('+33611111111');
    await story.clock.until(() => talking.hearing === 'conversation', 5_000, 'the conversation');
    const waiting = await story.caller('+33622222222');
    story.pbx.loseConnection();
    talking.hangUp();
    waiting.hangUp();
    story.pbx.restoreConnection();
    await story.killAndRestart(1_000);
    expect(story.ended.map(({ ending }) => ending?.how).sort()).toEqual(['abandoned', 'answered']);
    await story.clock.advance(20_000);
    expect(story.statusOf('anne').state).toBe('available');
  });

  it('a phone that rang when it died is let go and the caller is offered again', async () => {
    story = new Story({ welcome: null });
    await story.agents('anne');
    story.phoneOf('anne').neverAnswers();
    const caller = await story.caller();
    await story.clock.until(() => story.phoneOf('anne').rings, 1_000, 'the ringing');
    story.phoneOf('anne').answersAfter(500);
    await story.killAndRestart(1_000);
    await story.clock.until(() => caller.hearing === 'conversation', 20_000, 'the conversation');
    caller.hangUp();
    await story.clock.advance(100);
  });
});

describe('when the line to the PBX is cut', () => {
  it('callers stay where they are, and everything goes on when it is back', async () => {
    const story = new Story({ welcome: null });
    await story.agents('anne');
    const talking = await story.caller('+33611111111');
    await story.clock.until(() => talking.hearing === 'conversation', 5_000, 'the conversation');
    const waiting = await story.caller('+33622222222');
    await story.clock.advance(1_000);
    story.pbx.loseConnection();
    await story.clock.advance(4_000);
    expect(story.engine.missing()).toEqual(['pbx']);
    expect([talking.hearing, waiting.hearing]).toEqual(['conversation', 'music']);
    story.pbx.restoreConnection();
    await story.clock.advance(100);
    expect(story.engine.missing()).toEqual([]);
    talking.hangUp();
    await story.clock.until(() => waiting.hearing === 'conversation', 20_000, 'the conversation');
    waiting.hangUp();
    await story.clock.advance(1_000);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  it('callers whom a restart of the PBX took are lost, and the agents are free again', async () => {
    const story = new Story({ welcome: null });
    await story.agents('anne');
    const talking = await story.caller('+33611111111');
    await story.clock.until(() => talking.hearing === 'conversation', 5_000, 'the conversation');
    await story.caller('+33622222222');
    await story.clock.advance(1_000);
    story.pbx.restartPbx();
    await story.clock.advance(2_000);
    story.pbx.restoreConnection();
    await story.clock.advance(15_000);
    expect(story.ended.map(({ ending }) => ending?.how)).toEqual(['lost', 'lost']);
    expect(story.statusOf('anne').state).toBe('available');
    await story.close();
  });
});
