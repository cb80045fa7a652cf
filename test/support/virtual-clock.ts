import { nextTick } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Timer } from '../../src/core/ports/clock.js';
import type { Instant } from '../../src/core/kernel/time.js';

/** So many rings may follow one another before the process sees to its input and output again. */
const RINGS_PER_TURN = 512;

const NOW = Promise.resolve();

class Alarm implements Timer {
  constructor(
    readonly at: Instant,
    /** Ties ring in the order they were set. */
    readonly order: number,
    public ring: (() => void) | null,
    private readonly stopped: () => void,
  ) {}

  stop(): void {
    if (this.ring === null) return;
    this.ring = null;
    this.stopped();
  }
}

/** Monday 5 January 2026, 09:00 UTC: an ordinary working morning, far from any clock change. */
const monday = Date.UTC(2026, 0, 5, 9);

/**
 * A clock that moves only when told to, and rings its timers in one order for ever: by instant, then by when they were set. After each
 * ring every promise that can go on does so before the next timer, as it would in a process with time to spare.
 */
export class VirtualClock implements Clock {
  private readonly heap: Alarm[] = [];
  private order = 0;
  private armed = 0;
  private rings = 0;
  private readonly forget = (): void => {
    this.armed -= 1;
  };

  constructor(private current: Instant = monday) {}

  /** How many timers are still to ring: zero when everything under test is at rest. */
  get pending(): number {
    return this.armed;
  }

  /** How many timers have rung so far. */
  get rung(): number {
    return this.rings;
  }

  now(): Instant {
    return this.current;
  }

  at(at: Instant, ring: () => void): Timer {
    const alarm = new Alarm(Math.max(at, this.current), this.order++, ring, this.forget);
    this.armed += 1;
    this.push(alarm);
    return alarm;
  }

  /** Lets `ms` pass: rings what falls due, timers set on the way included. A ring that throws rejects, and time stands where it threw. */
  async advance(ms: number): Promise<void> {
    const end = this.current + ms;
    await this.ringUntil(() => false, end);
    this.current = end;
  }

  async advanceTo(at: Instant): Promise<void> {
    await this.advance(at - this.current);
  }

  /** Lets time pass until `condition` holds, timer by timer; rejects, saying `what` was awaited, when it still does not after `limitMs`. */
  async until(condition: () => boolean, limitMs: number, what = 'the condition'): Promise<void> {
    const end = this.current + limitMs;
    if (await this.ringUntil(condition, end)) return;
    this.current = end;
    throw new Error(`${what} did not come about within ${String(limitMs)} ms of virtual time`);
  }

  /**
   * Rings timer after timer until `condition` holds (true) or nothing is due before `end` (false). The next one waits for a tick that is
   * set from a microtask, which Node runs when no microtask is left: every promise that can go on has. A turn of the event loop would do the same for ten
   * times the price, and is taken now and then so that the process sees to its input and output.
   */
  private async ringUntil(condition: () => boolean, end: Instant): Promise<boolean> {
    await nextTurn();
    return new Promise((resolve, reject) => {
      const ringNext = (): void => {
        try {
          const isOver = condition();
          const ring = isOver ? null : this.takeNext(end);
          if (ring === null) {
            resolve(isOver);
            return;
          }
          ring();
        } catch (fault) {
          reject(fault instanceof Error ? fault : new Error(String(fault)));
          return;
        }
        this.rings += 1;
        if (this.rings % RINGS_PER_TURN === 0) setImmediate(ringNext);
        else void NOW.then(afterEverything);
      };
      // A tick set from a tick would come before the microtasks; one set from a microtask comes after the last of them.
      const afterEverything = (): void => nextTick(ringNext);
      ringNext();
    });
  }

  private takeNext(end: Instant): (() => void) | null {
    for (;;) {
      const next = this.heap[0];
      if (next === undefined || next.at > end) return null;
      this.pop();
      const { ring } = next;
      if (ring === null) continue;
      next.ring = null;
      this.armed -= 1;
      this.current = next.at;
      return ring;
    }
  }

  /** The place of the new one moves up until nobody above it rings later. */
  private push(alarm: Alarm): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(alarm);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !ringsBefore(alarm, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = alarm;
  }

  /** Takes the first away: its place moves down until the last one may stand there. */
  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    const { length } = heap;
    if (last === undefined || length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      let child = heap[below];
      if (child === undefined) break;
      const other = heap[below + 1];
      if (other !== undefined && ringsBefore(other, child)) {
        child = other;
        below += 1;
      }
      if (!ringsBefore(child, last)) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
  }
}

function ringsBefore(a: Alarm, b: Alarm): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
