import { describe, expect, it } from '@jest/globals';
import { EstimatedFloor, secondsOf, TALK_SECONDS } from '../../../test/support/estimated-floor.js';
import { queueId, requiring } from '../../../test/support/floor-lab.js';
import { WaitEstimator } from './wait-estimator.js';

describe('A caller is told nothing rather than something that is not known', () => {
  it('waits for no time when an agent is free, whatever has been learned', () => {
    expect(new EstimatedFloor(['ann'], 0).atTheDoor()).toEqual({ seconds: 0, low: 0, high: 0 });
  });

  it('waits without end when nobody is signed in, or nobody with the skill', () => {
    expect(new EstimatedFloor([], 20).atTheDoor()).toBe('infinite');
    expect(new EstimatedFloor(['ann'], 20).atTheDoor({ requiredSkills: requiring({ french: 3 }) })).toBe('infinite');
  });

  it('hears nothing while hardly a conversation has ended, and something soon after', () => {
    expect(new EstimatedFloor(['ann'], 2).allTalk('ann').atTheDoor()).toBeNull();
    expect(new EstimatedFloor(['ann'], 3).allTalk('ann').atTheDoor()).not.toBeNull();
  });

  it('hears nothing when all who are signed in are paused, or will pause after this call', () => {
    const paused = new EstimatedFloor(['ann'], 20);
    paused.lab.pause('ann');
    expect(paused.atTheDoor()).toBeNull();
    const leaving = new EstimatedFloor(['ann'], 20).allTalk('ann');
    leaving.lab.pause('ann');
    expect(leaving.atTheDoor()).toBeNull();
  });

  it('hears nothing about a queue that does not exist or a call that is not in the line', () => {
    const floor = new EstimatedFloor(['ann'], 20);
    expect(floor.atTheDoor({ queueId: queueId('nowhere') })).toBeNull();
    expect(floor.of('nobody')).toBeNull();
  });
});

describe('The figure is what will happen on this floor', () => {
  it('is about one conversation for each caller ahead, with one agent', () => {
    const floor = new EstimatedFloor(['ann'], 60).allTalk('ann');
    for (const ahead of [0, 1, 2, 3]) {
      expect(secondsOf(floor.atTheDoor()) / (TALK_SECONDS * (ahead + 1))).toBeCloseTo(1, 0.7);
      floor.lab.call(`waiting-${ahead}`);
    }
  });

  it('shrinks as the conversation goes on, when conversations are all alike', () => {
    const floor = new EstimatedFloor(['ann'], 60).allTalk('ann');
    const before = secondsOf(floor.atTheDoor());
    floor.lab.advance(90);
    expect(before - secondsOf(floor.atTheDoor())).toBeGreaterThan(70);
  });

  it('is the same at the door and, an instant later, in the line', () => {
    const floor = new EstimatedFloor(['ann', 'bob'], 30).allTalk('ann', 'bob');
    const atTheDoor = floor.atTheDoor();
    floor.lab.call('zoe');
    expect(floor.of('zoe')).toEqual(atTheDoor);
  });

  it('counts a promised callback as a caller ahead', () => {
    const floor = new EstimatedFloor(['ann'], 30).allTalk('ann');
    const before = secondsOf(floor.atTheDoor());
    floor.lab.call('promised', { kind: 'callback' });
    expect(secondsOf(floor.atTheDoor())).toBeGreaterThan(before + 0.8 * TALK_SECONDS);
  });

  it('counts wrap-up and conventional pause, and hardly an agent who pauses after this call', () => {
    const floor = new EstimatedFloor(['ann', 'bob'], 30);
    const afterCall = { wrapUpSeconds: 60, conventionalPauseSeconds: 30, conventionalPauseStarts: 'after-wrap-up' } as const;
    floor.lab.call('first', { afterCall });
    floor.lab.answer('ann');
    floor.lab.call('second');
    floor.lab.answer('bob');
    floor.lab.pause('bob');
    expect(secondsOf(floor.atTheDoor()) / (TALK_SECONDS + 90)).toBeCloseTo(1, 0.7);
    floor.lab.advance(TALK_SECONDS);
    floor.lab.hangUp('ann');
    expect(secondsOf(floor.atTheDoor()) / 90).toBeCloseTo(1, 1);
    floor.lab.advance(50);
    expect(secondsOf(floor.atTheDoor()) / 40).toBeCloseTo(1, 1);
  });

  it('passes over those ahead whom the agent in reach may not serve', () => {
    const floor = new EstimatedFloor(['ann', 'fay'], 30).allTalk('ann', 'fay');
    const alone = secondsOf(floor.atTheDoor());
    for (const name of ['a', 'b', 'c', 'd']) floor.lab.call(name, { requiredSkills: requiring({ french: 1 }) });
    const french = secondsOf(floor.atTheDoor({ requiredSkills: requiring({ french: 1 }) }));
    expect(secondsOf(floor.atTheDoor())).toBeLessThan(alone + 1.5 * TALK_SECONDS);
    expect(french).toBeGreaterThan(3.5 * TALK_SECONDS);
  });

  it('is the time until a skill is relaxed that nobody who is signed in has, when an agent without it is free', () => {
    const floor = new EstimatedFloor(['ann'], 20);
    const required = requiring({ french: 5 }, 20);
    expect(secondsOf(floor.atTheDoor({ requiredSkills: required }))).toBeCloseTo(20, 6);
    floor.lab.call('zoe', { requiredSkills: required });
    floor.lab.advance(15);
    expect(secondsOf(floor.of('zoe'))).toBeCloseTo(5, 6);
    expect(floor.lab.advance(5).state('ann')).toBe('offered zoe');
  });

  it('is no longer than until a skill is relaxed, when whoever has it is busy for longer than that', () => {
    const floor = new EstimatedFloor(['ann', 'fay'], 30);
    const french = requiring({ french: 1 });
    floor.lab.call('with-fay', { requiredSkills: french });
    floor.lab.answer('fay');
    expect(secondsOf(floor.atTheDoor({ requiredSkills: french }))).toBeGreaterThan(0.7 * TALK_SECONDS);
    expect(secondsOf(floor.atTheDoor({ requiredSkills: requiring({ french: 1 }, 20) }))).toBeCloseTo(20, 0);
    // A relaxation that comes later than the agent changes nothing.
    const late = secondsOf(floor.atTheDoor({ requiredSkills: requiring({ french: 1 }, 3000) }));
    expect(late).toBeCloseTo(secondsOf(floor.atTheDoor({ requiredSkills: french })), 6);
  });

  it('counts who waits in another queue of a shared agent, and not who comes there later', () => {
    const floor = new EstimatedFloor(['ann'], 30).allTalk('ann');
    const alone = secondsOf(floor.atTheDoor());
    floor.lab.call('elsewhere', { queue: 'r' });
    expect(secondsOf(floor.atTheDoor())).toBeGreaterThan(alone + 0.8 * TALK_SECONDS);
    expect(secondsOf(floor.atTheDoor({ priority: 1 }))).toBeCloseTo(alone, 6);
  });

  it('adds the time that phones ring', () => {
    const floor = new EstimatedFloor(['ann'], 0);
    for (let done = 1; done <= 40; done += 1) floor.converse(`past-${done}`, TALK_SECONDS, 8);
    floor.allTalk('ann');
    floor.lab.advance(TALK_SECONDS - 1);
    expect(secondsOf(floor.atTheDoor())).toBeGreaterThan(7);
  });

  it('falls with the patience of those ahead', () => {
    const patient = new EstimatedFloor(['ann'], 30).allTalk('ann');
    const impatient = new EstimatedFloor(['ann'], 30).allTalk('ann');
    for (let hasty = 1; hasty <= 60; hasty += 1) {
      impatient.lab.call(`hasty-${hasty}`);
      impatient.lab.advance(1);
      impatient.lab.leave(`hasty-${hasty}`);
    }
    patient.lab.advance(60);
    for (const floor of [patient, impatient]) for (const name of ['a', 'b', 'c']) floor.lab.call(name);
    expect(secondsOf(impatient.atTheDoor())).toBeLessThan(0.6 * secondsOf(patient.atTheDoor()));
  });

  it('grows when others with a higher priority keep coming', () => {
    const quiet = new EstimatedFloor(['ann'], 30).allTalk('ann');
    const busy = new EstimatedFloor(['ann'], 30);
    for (let done = 1; done <= 30; done += 1) {
      busy.lab.call(`urgent-${done}`, { priority: 5 });
      busy.lab.answer('ann');
      busy.lab.advance(TALK_SECONDS);
      busy.lab.hangUp('ann');
      busy.lab.advance(2 * TALK_SECONDS);
    }
    busy.allTalk('ann');
    expect(secondsOf(busy.atTheDoor())).toBeGreaterThan(1.1 * secondsOf(quiet.atTheDoor()));
    expect(secondsOf(busy.atTheDoor({ priority: 5 }))).toBeLessThan(1.05 * secondsOf(quiet.atTheDoor()));
  });
});

describe('What was learned outlives the process, and does not grow', () => {
  it('says much the same after a restart', () => {
    const floor = new EstimatedFloor(['ann', 'bob'], 40).allTalk('ann', 'bob');
    floor.lab.call('ahead');
    const before = secondsOf(floor.atTheDoor());
    floor.estimator = new WaitEstimator(floor.saved());
    // Which campaign those talking now belong to is the one thing that is not known any more.
    expect(secondsOf(floor.atTheDoor()) / before).toBeCloseTo(1, 0.7);
  });

  it('takes as much room after three hundred calls as after a hundred', () => {
    const size = (conversations: number): number => {
      const saved = new EstimatedFloor(['ann'], conversations).saved();
      return saved.talk.campaigns.length + saved.streams.length + saved.talk.all.ended.length;
    };
    expect(size(300)).toBe(size(100));
  });

  it('tells of a line that is long for its agents without reading all of it', () => {
    const floor = new EstimatedFloor(['ann', 'bob'], 40).allTalk('ann', 'bob');
    for (let caller = 1; caller <= 400; caller += 1) floor.lab.call(`waiting-${caller}`);
    expect(secondsOf(floor.atTheDoor()) / (200.5 * TALK_SECONDS)).toBeCloseTo(1, 0.7);
  });

  it('leaves none of a small team out of the picture, however long its line is and however many work beside it', () => {
    const others = Array.from({ length: 10 }, (_, index) => `other-${index}`);
    const floor = new EstimatedFloor(['ann', 'bob', 'fay', ...others], 40);
    floor.lab.queue({ agents: ['ann', 'bob', 'fay'] }).queue({ id: 'r', agents: ['ann', ...others] });
    floor.allTalk('ann', 'bob', 'fay');
    for (const name of others) {
      floor.lab.call(`with-${name}`, { queue: 'r' });
      floor.lab.answer(name);
    }
    floor.lab.call('beside', { queue: 'r' });
    for (let caller = 1; caller <= 200; caller += 1) floor.lab.call(`waiting-${caller}`);
    expect(secondsOf(floor.atTheDoor()) / ((201 / 3) * TALK_SECONDS)).toBeCloseTo(1, 1);
  });
});
