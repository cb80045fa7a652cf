import { afterEach, describe, expect, it } from '@jest/globals';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

const CALLER = '+33612345678';

describe("What an agent's phone shows", () => {
  let story: Story;
  afterEach(async () => {
    await story.clock.advance(30_000);
    expect(story.pbx.leftovers()).toEqual([]);
    await story.close();
  });

  const jeanCalls = async (): Promise<FakeCaller> => {
    const caller = story.pbx.callArrives({ did: '+33170000001', from: CALLER, name: 'Jean Dupont' });
    await story.clock.advance(0);
    return caller;
  };
  const display = (): string | undefined => story.phoneOf('anne').call?.display;
  const talks = (caller: FakeCaller): Promise<void> => story.clock.until(() => caller.hearing === 'conversation', 20_000, 'the talk');

  it('while it rings is the campaign, who calls and how long they have waited', async () => {
    story = new Story({ welcome: null });
    const caller = await jeanCalls();
    await story.clock.advance(130_000);
    await story.agents('anne');
    await story.clock.until(() => story.phoneOf('anne').rings, 5_000, 'the ringing');
    expect(story.phoneOf('anne').call?.from).toEqual({ number: CALLER, name: 'Support' });
    expect(display()).toBe(`Support - Jean Dupont - 2 min <${CALLER}>`);
    caller.hangUp();
  });

  it('tells beside it the wait that the caller was told of', async () => {
    story = new Story({ welcome: null, announcements: { ewtLeadIn: null, ewt: true, ewtCaution: 0.7, position: false, menu: null } });
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000, 60_000);
    const isOver = (caller: FakeCaller): Promise<void> => story.clock.until(() => caller.ended !== null, 200_000, 'the end of the talk');
    for (let served = 0; served < 12; served += 1) {
      await isOver(await jeanCalls());
      await story.clock.until(() => story.statusOf('anne').state === 'available', 30_000, 'the end of wrap-up');
    }
    const talking = await jeanCalls();
    await talks(talking);
    const waiting = await jeanCalls();
    await isOver(talking);
    await story.clock.until(() => story.phoneOf('anne').rings, 30_000, 'the ringing');
    expect(display()).toMatch(/^Support - Jean Dupont - 1 min \(annoncé \d+ min\) </);
    waiting.hangUp();
  });

  it('tells the name still when the backend was killed while the caller waited', async () => {
    story = new Story({ welcome: null });
    const caller = await jeanCalls();
    await story.clock.advance(60_000);
    await story.killAndRestart(1_000);
    await story.agents('anne');
    await story.clock.until(() => story.phoneOf('anne').rings, 5_000, 'the ringing');
    expect(display()).toBe(`Support - Jean Dupont - 1 min <${CALLER}>`);
    caller.hangUp();
  });

  it('does not leave through the trunk with the number of a phone that forwards', async () => {
    story = new Story({ welcome: null });
    story.followForwarding = true;
    await story.agents('anne');
    story.phoneOf('anne').forwards('+33612399999');
    const mobile = story.phoneAt('PJSIP/+33612399999@carrier').neverAnswers();
    const caller = await jeanCalls();
    await story.clock.until(() => mobile.rings, 5_000, 'the mobile to ring');
    expect(mobile.call?.display).toBe(`Support <${CALLER}>`);
    caller.hangUp();
  });

  it('changes with each call on a phone that stays connected, and is idle between two', async () => {
    story = new Story({
      welcome: null,
      afterCall: { wrapUpSeconds: 5, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' },
    });
    story.connection = 'permanent';
    story.phoneOf('anne').answersAfter(500);
    const signedIn = story.agents('anne');
    await Promise.all([signedIn, story.clock.advance(1_000)]);
    expect(display()).toBe('Guichet <>');
    const first = await jeanCalls();
    await talks(first);
    expect(display()).toBe(`Support - Jean Dupont <${CALLER}>`);
    const second = await story.caller('+33611111111');
    await story.clock.advance(60_000);
    first.hangUp();
    await story.clock.advance(1_000);
    expect(display()).toBe('Guichet <>');
    await talks(second);
    expect(display()).toBe('Support - 1 min <+33611111111>');
    await story.killAndRestart(500);
    await story.clock.advance(100);
    expect(display()).toBe('Support - 1 min <+33611111111>');
    second.hangUp();
    await story.clock.advance(1_000);
    expect(display()).toBe('Guichet <>');
    await story.ask('anne', 'sign-out');
  });
});
