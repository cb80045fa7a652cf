import { describe, expect, it } from '@jest/globals';
import { EstimatedFloor, TALK_SECONDS } from '../../../test/support/estimated-floor.js';
import { CountingIds } from '../../../test/support/counting-ids.js';

/** Relative to what is told, how far from the lowest to the highest, at the door of a floor where everybody talks. */
function spread(floor: EstimatedFloor): number {
  const wait = floor.atTheDoor();
  if (wait === null || wait === 'infinite') throw new Error('no figure');
  return (wait.high - wait.low) / wait.seconds;
}

/** Callers are told their wait at the door, and ann talks on for as long as that turns out to be. */
function tellThenServe(floor: EstimatedFloor, callers: number, waits: (caller: number) => number): EstimatedFloor {
  for (let caller = 1; caller <= callers; caller += 1) {
    floor.allTalk('ann').atTheDoor();
    floor.lab.call(`told-${caller}`);
    floor.lab.advance(waits(caller));
    floor.lab.hangUp('ann');
    floor.lab.answer('ann');
    floor.lab.advance(TALK_SECONDS);
    floor.lab.hangUp('ann');
  }
  return floor.allTalk('ann');
}

describe('The range is as wide as the waits that followed it have shown', () => {
  it('becomes narrower where every caller waits as long as told', () => {
    const before = spread(new EstimatedFloor(['ann'], 100).allTalk('ann'));
    expect(spread(tellThenServe(new EstimatedFloor(['ann'], 20), 40, () => TALK_SECONDS))).toBeLessThan(0.9 * before);
  });

  it('is as wide after a restart', () => {
    const floor = tellThenServe(new EstimatedFloor(['ann'], 20), 60, () => TALK_SECONDS);
    const untold = new EstimatedFloor(['ann'], 20).saved().rangeWidth;
    expect(floor.saved().rangeWidth).toBeLessThan(0.9 * (untold ?? 0));
  });

  it('holds four waits of five where half of the agents come and go unannounced', () => {
    const ids = new CountingIds(6);
    const floor = new EstimatedFloor(['ann', 'bob'], 60);
    let inRange = 0;
    for (let caller = 1; caller <= 400; caller += 1) {
      floor.allTalk('ann', 'bob');
      const told = floor.atTheDoor();
      floor.lab.call(`told-${caller}`);
      // Whoever has the shorter conversation takes the caller; one time of two they sign out instead.
      const leaves = ids.chance() < 0.5;
      floor.lab.advance(TALK_SECONDS - 30);
      if (leaves) floor.lab.pause('bob');
      floor.lab.hangUp('bob');
      floor.lab.advance(leaves ? 60 : 0);
      if (leaves) floor.lab.hangUp('ann');
      const waited = TALK_SECONDS - 30 + (leaves ? 60 : 0);
      const taker = leaves ? 'ann' : 'bob';
      floor.lab.answer(taker);
      floor.lab.advance(TALK_SECONDS);
      floor.lab.hangUp(taker);
      if (leaves) floor.lab.ask('bob', 'resume-asked');
      else floor.lab.hangUp('ann');
      if (caller > 200 && told !== null && told !== 'infinite' && waited >= told.low && waited <= told.high) inRange += 1;
    }
    expect(inRange / 200).toBeGreaterThan(0.7);
  });
});
