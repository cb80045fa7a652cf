import { describe, expect, it } from '@jest/globals';
import { EstimatedFloor, secondsOf, TALK_SECONDS } from '../../../test/support/estimated-floor.js';
import { WaitEstimator } from './wait-estimator.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Ann is always there; bob has gone for so many coffees of ten minutes, one every hour. */
function withCoffees(count: number): EstimatedFloor {
  const floor = new EstimatedFloor(['ann', 'bob'], 60);
  for (let coffee = 0; coffee < count; coffee += 1) {
    floor.lab.advance(HOUR);
    floor.lab.pause('bob', 'coffee');
    floor.lab.advance(10 * MINUTE);
    floor.lab.ask('bob', 'resume-asked');
  }
  floor.lab.advance(5 * MINUTE);
  return floor;
}

/** Ann talks, bob is away since so many minutes, and so many wait. */
function awayFor(floor: EstimatedFloor, minutes: number, waiting: number, reason = 'coffee'): number {
  floor.lab.pause('bob', reason);
  floor.lab.advance(minutes * MINUTE);
  floor.allTalk('ann');
  for (let caller = 1; caller <= waiting; caller += 1) floor.lab.call(`waiting-${caller}`);
  return secondsOf(floor.atTheDoor());
}

describe('Agents who are away', () => {
  it('are counted on in a long line when they are soon back from such a pause, and the sooner the longer they have been away', () => {
    const alone = 21 * TALK_SECONDS;
    const justGone = awayFor(withCoffees(12), 1, 20);
    const nearlyBack = awayFor(withCoffees(12), 9, 20);
    expect(justGone).toBeLessThan(0.72 * alone);
    expect(nearlyBack).toBeLessThan(0.6 * alone);
    expect(nearlyBack).toBeGreaterThan(0.45 * alone);
  });

  it('are not counted on for the next call when they have just gone', () => {
    expect(awayFor(withCoffees(12), 1, 0) / TALK_SECONDS).toBeCloseTo(1, 0.7);
  });

  it('are hardly counted on when they left for a reason from which nobody has come back yet, and not at all after half a day', () => {
    const atHome = withCoffees(12);
    for (let day = 0; day < 5; day += 1) {
      atHome.lab.pause('bob', 'home');
      atHome.lab.advance(14 * HOUR);
      atHome.lab.ask('bob', 'resume-asked');
      atHome.lab.advance(HOUR);
    }
    expect(awayFor(atHome, 5, 10, 'home')).toBeGreaterThan(0.9 * 11 * TALK_SECONDS);
  });

  it('are still expected after a restart, by whoever was away before it too', () => {
    const floor = withCoffees(12);
    const before = awayFor(floor, 5, 20);
    floor.estimator = new WaitEstimator(floor.saved());
    expect(secondsOf(floor.atTheDoor()) / before).toBeCloseTo(1, 0.7);
    expect(secondsOf(floor.atTheDoor())).toBeLessThan(0.75 * 21 * TALK_SECONDS);
  });

  it('make nobody promise anything: with all of them away there is no figure, and with all signed out no end', () => {
    const floor = withCoffees(12);
    floor.lab.pause('bob', 'coffee');
    floor.lab.pause('ann', 'coffee');
    expect(floor.atTheDoor()).toBeNull();
    floor.lab.signOut('ann');
    floor.lab.signOut('bob');
    expect(floor.atTheDoor()).toBe('infinite');
  });

  it('are not counted on at all before anybody was seen to come back, nor when far more are away than ever came back together', () => {
    expect(awayFor(withCoffees(2), 5, 10) / (11 * TALK_SECONDS)).toBeCloseTo(1, 0.7);
    const names = Array.from({ length: 9 }, (_, index) => `other-${index}`);
    const evening = new EstimatedFloor(['ann', ...names], 60);
    for (let lunch = 0; lunch < 30; lunch += 1) {
      const two = [names[lunch % 9] ?? '', names[(lunch + 1) % 9] ?? ''];
      for (const name of two) evening.lab.signOut(name);
      evening.lab.advance(HOUR);
      evening.lab.signIn(...two).advance(10 * MINUTE);
    }
    for (const name of names) evening.lab.signOut(name);
    evening.lab.advance(55 * MINUTE);
    evening.allTalk('ann');
    for (let caller = 1; caller <= 10; caller += 1) evening.lab.call(`waiting-${caller}`);
    expect(secondsOf(evening.atTheDoor())).toBeGreaterThan(0.95 * 11 * TALK_SECONDS);
  });

  it('who signed out before we looked are not expected', () => {
    const floor = new EstimatedFloor(['ann', 'bob'], 60);
    floor.lab.signOut('bob');
    floor.estimator = new WaitEstimator(floor.saved());
    floor.allTalk('ann');
    for (let caller = 1; caller <= 20; caller += 1) floor.lab.call(`waiting-${caller}`);
    expect(secondsOf(floor.atTheDoor()) / (21 * TALK_SECONDS)).toBeCloseTo(1, 0.7);
  });
});

describe('Agents at work', () => {
  it('are foreseen to leave when their hour is nearly over, as it always was', () => {
    const told = (minutesAtWork: number): number => {
      const floor = withCoffees(12);
      floor.lab.advance((minutesAtWork - 5) * MINUTE);
      floor.allTalk('ann', 'bob');
      for (let caller = 1; caller <= 9; caller += 1) floor.lab.call(`waiting-${caller}`);
      return secondsOf(floor.atTheDoor());
    };
    expect(told(55)).toBeGreaterThan(1.1 * told(10));
  });

  it('are taken to stay while nobody was seen to come back', () => {
    const floor = withCoffees(0).allTalk('ann', 'bob');
    for (let caller = 1; caller <= 9; caller += 1) floor.lab.call(`waiting-${caller}`);
    expect(secondsOf(floor.atTheDoor()) / (5 * TALK_SECONDS)).toBeCloseTo(1, 0.7);
  });

  it('make no caller wait until tomorrow because the only one goes home soon', () => {
    const floor = withCoffees(4);
    for (let day = 0; day < 12; day += 1) {
      floor.lab.advance(4 * HOUR);
      floor.lab.signOut('ann');
      floor.lab.signOut('bob');
      floor.lab.advance(20 * HOUR);
      floor.lab.signIn('ann');
      floor.lab.advance(MINUTE);
    }
    floor.lab.advance(4 * HOUR - 5 * MINUTE);
    floor.allTalk('ann');
    for (let caller = 1; caller <= 5; caller += 1) floor.lab.call(`waiting-${caller}`);
    const told = floor.atTheDoor();
    if (told === null || told === 'infinite') throw new Error('no figure');
    expect(told.seconds).toBeLessThan(1.5 * 6 * TALK_SECONDS);
    expect([told.low <= told.seconds, told.seconds <= told.high]).toEqual([true, true]);
  });

  it('who pause after this call come back from it like others', () => {
    const floor = withCoffees(12).allTalk('ann', 'bob');
    for (let caller = 1; caller <= 20; caller += 1) floor.lab.call(`waiting-${caller}`);
    const staying = secondsOf(floor.atTheDoor());
    floor.lab.pause('bob', 'coffee');
    const leaving = secondsOf(floor.atTheDoor());
    expect(leaving).toBeGreaterThan(1.15 * staying);
    expect(leaving).toBeLessThan(0.75 * 21 * TALK_SECONDS);
  });
});
