import { describe, expect, it } from '@jest/globals';
import { CallbackStory, CUSTOMER } from '../support/callback-story.js';

type Settings = ConstructorParameters<typeof CallbackStory>[0];

interface Run {
  readonly steps: number;
  readonly wrong: string[];
  readonly story: CallbackStory;
}

const AWAY_MS = 1_000;

/** The customer is called back, talks for six seconds, and everybody goes on with their day; `disturb` is told each step, in the middle of it. */
async function calledBack(settings: Settings, disturb: (story: CallbackStory, step: number) => void): Promise<Run> {
  const story = new CallbackStory(settings);
  await story.asksToBeCalledBack();
  story.customer().answersAfter(3_000, 6_000);
  let steps = 0;
  let begun = false;
  story.onStep = (what) => {
    // Until then nothing is done about the callback.
    begun ||= what === 'callback-reserved' || what === 'callback-dialled';
    if (!begun) return;
    steps += 1;
    disturb(story, steps);
  };
  await story.agents('anne');
  await story.clock.advance(30 * 60_000);
  return { steps, wrong: wrongAfter(story), story };
}

function wrongAfter(story: CallbackStory): string[] {
  const { callback } = story;
  const { calls } = story.customer();
  const dialled = story.facts.filter(({ type }) => type === 'callback-dialled').length;
  const atOnce = calls.some(({ dialledAt }, index) => calls.slice(0, index).some(({ endedAt }) => (endedAt ?? Infinity) > dialledAt));
  const { floor, openOffers, watched, timers, calls: running } = story.engine.inspect();
  const open = { calls: running.length, waiting: floor.callers.size, talking: floor.conversations.size, openOffers, watched };
  const talks = calls.filter(({ heard }) => heard.some(({ what }) => what === 'conversation')).length;
  const connected = story.facts.filter((fact) => fact.type === 'call-connected' && fact.call.callbackId !== undefined).length;
  const own = story.ended.filter(({ callbackId }) => callbackId !== undefined);
  const left = story.engine.inspect().timers.filter((key) => !key.startsWith('hold-off'));
  return [
    ...(['done', 'expired'].includes(callback.state) ? [] : [`the callback is ${callback.state}`]),
    ...(story.told.at(-1) === 'done' && !calls.some(({ heard }) => heard.some(({ what }) => what === 'conversation'))
      ? ['nobody was talked to']
      : []),
    ...(talks === connected ? [] : [`${String(talks)} conversations, ${String(connected)} told`]),
    ...(calls.length <= dialled ? [] : [`${String(calls.length)} dials, ${String(dialled)} written down`]),
    ...(dialled === callback.attempts ? [] : [`${String(dialled)} dials told, ${String(callback.attempts)} counted`]),
    ...(atOnce ? ['the customer was dialled twice at once'] : []),
    ...(new Set(own.map(({ callId }) => callId)).size === own.length ? [] : ['a call has two endings']),
    ...Object.entries(open).flatMap(([what, count]) => (count === 0 ? [] : [`${what}: ${String(count)}`])),
    ...(left.length === 0 ? [] : [`timers: ${timers.join()}`]),
    ...story.pbx.leftovers().map((thing) => `left on the PBX: ${thing}`),
    ...story.log.complaints.filter((line) => line.startsWith('error')),
    ...(story.statusOf('anne').state === 'available' ? [] : [`anne is ${story.statusOf('anne').state}`]),
  ];
}

async function sweep(settings: Settings, disturb: (story: CallbackStory) => void): Promise<string[]> {
  const whole = await calledBack(settings, () => undefined);
  expect(whole.wrong).toEqual([]);
  expect(whole.story.callback.state).toBe('done');
  await whole.story.close();
  const wrong: string[] = [];
  for (let step = 1; step <= whole.steps; step += 1) {
    const run = await calledBack(settings, (story, now) => {
      if (now === step) disturb(story);
    });
    wrong.push(...run.wrong.map((what) => `step ${String(step)}: ${what}`));
    await run.story.close();
  }
  return wrong;
}

const kill = (story: CallbackStory): void => {
  story.kill();
  story.clock.at(story.clock.now() + AWAY_MS, () => {
    story.restart();
  });
};

const cut = (story: CallbackStory): void => {
  story.pbx.loseConnection();
  story.clock.at(story.clock.now() + AWAY_MS, () => {
    story.pbx.restoreConnection();
  });
};

describe.each([
  ['the agent first', {}],
  ['the agent first, with a whisper', { whisper: { kind: 'builtin', name: 'whisper-incoming' } }],
  ['the customer first', { callback: { dialFirst: 'customer' } }],
] as const)('a callback, %s', (_, settings) => {
  it('is served or tried again, and never dialled twice at once, at whichever step the backend is killed', async () => {
    expect(await sweep(settings, kill)).toEqual([]);
  });

  it('is served or tried again at whichever step the line to the PBX is cut', async () => {
    expect(await sweep(settings, cut)).toEqual([]);
  });

  it('leaves nothing behind at whichever step the customer hangs up', async () => {
    expect(await sweep(settings, (story) => story.customer().hangUp())).toEqual([]);
  });

  it('leaves nothing behind at whichever step the agent hangs up', async () => {
    expect(await sweep(settings, (story) => story.phoneOf('anne').hangUp())).toEqual([]);
  });

  it('comes to an end at whichever step the PBX dies', async () => {
    const die = (story: CallbackStory): void => {
      story.pbx.restartPbx();
      story.clock.at(story.clock.now() + AWAY_MS, () => {
        story.pbx.restoreConnection();
      });
    };
    expect(await sweep(settings, die)).toEqual([]);
  });

  it(`is closed, not dialled any more, when the customer ${CUSTOMER} calls in at whichever step and is talked to`, async () => {
    const wrong = await sweep(settings, (story) => {
      if (story.pbx.callers.length > 1) return;
      const caller = story.pbx.callArrives({ did: '+33170000001', from: CUSTOMER });
      story.clock.at(story.clock.now() + 120_000, () => caller.hangUp());
    });
    expect(wrong).toEqual([]);
  });

  it('is a conversation that is told of, once, when the backend is killed as the two have been put together and it does not know', async () => {
    const { wrong, story } = await calledBack(settings, (told, step) => {
      if (step > 1) return;
      told.pbx.faults = { answerTakes: () => 100 };
      const { onStep } = told;
      told.onStep = (what) => {
        onStep(what);
        if (what !== 'join' || told.callback.state !== 'talking') return;
        told.onStep = () => undefined;
        told.clock.at(told.clock.now() + 50, () => kill(told));
      };
    });
    expect(wrong).toEqual([]);
    expect(story.callback.state).toBe('done');
    await story.close();
  });
});
