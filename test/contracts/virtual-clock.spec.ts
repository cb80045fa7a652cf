import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../support/virtual-clock.js';

describe('Virtual time', () => {
  it('rings timers by instant, then in the order they were set, and lets promises go on in between', async () => {
    const clock = new VirtualClock(0);
    const rung: string[] = [];
    clock.at(20, () => rung.push(`late at ${String(clock.now())}`));
    clock.at(10, () => {
      rung.push('first');
      void Promise.resolve().then(() => rung.push('its promise'));
    });
    clock.at(10, () => rung.push('second'));
    await clock.advance(15);
    expect(rung).toEqual(['first', 'its promise', 'second']);
    await clock.advance(5);
    expect(rung.at(-1)).toBe('late at 20');
    expect(clock.now()).toBe(20);
    expect(clock.pending).toBe(0);
  });

  it('rings a timer of the past at the next turn, and one set while ringing in the same advance', async () => {
    const clock = new VirtualClock(1_000);
    const rung: number[] = [];
    clock.at(0, () => {
      rung.push(clock.now());
      clock.at(1_005, () => rung.push(clock.now()));
    });
    expect(rung).toEqual([]);
    await clock.advance(10);
    expect(rung).toEqual([1_000, 1_005]);
  });

  it('never rings a stopped timer', async () => {
    const clock = new VirtualClock(0);
    const timer = clock.at(5, () => expect(true).toBe(false));
    timer.stop();
    timer.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(10);
  });
});
