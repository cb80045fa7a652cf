import { nextTick } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Timer } from '../../src/core/ports/clock.js';
import type { Instant } from '../../src/core/kernel/time.js';

/** So many rings may follow one another before the process sees to its input and output again. */
const RINGS_PER_TURN = 512;

interface Alarm {
  readonly at: Instant;
  /** Ties ring in the order they were set. */
  readonly order: number;
  ring: (() => void) | null;
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

  constructor(private current: Instant = monday) {}

  /** How many timers are still to ring: zero when everything under test is at rest. */
  get pending(): number {
    return this.armed;
  }

  now(): Instant {
    return this.current;
  }

  at(at: Instant, ring: () => void): Timer {
    const alarm: Alarm = { at: Math.max(at, this.current), order: this.order++, ring };
    this.armed += 1;
    this.push(alarm);
    return {
      stop: () => {
        if (alarm.ring === null) return;
        alarm.ring = null;
        this.armed -= 1;
      },
    };
  }

  /** Lets `ms` pass: rings what falls due, timers set on the way included. A ring that throws rejects, and time stands where it threw. */
  async advance(ms: number): Promise<void> {
    const end = this.current + ms;
    await nextTurn();
    while (await this.ringNext(end));
    this.current = end;
  }

  async advanceTo(at: Instant): Promise<void> {
    await this.advance(at - this.current);
  }

  /** Lets time pass until `condition` holds, timer by timer; rejects, saying `what` was awaited, when it still does not after `limitMs`. */
  async until(condition: () => boolean, limitMs: number, what = 'the condition'): Promise<void> {
    const end = this.current + limitMs;
    await nextTurn();
    while (!condition()) {
      if (await this.ringNext(end)) continue;
      this.current = end;
      throw new Error(`${what} did not come about within ${String(limitMs)} ms of virtual time`);
    }
  }

  private async ringNext(end: Instant): Promise<boolean> {
    for (;;) {
      const next = this.heap[0];
      if (next === undefined || next.at > end) return false;
      this.pop();
      const { ring } = next;
      if (ring === null) continue;
      next.ring = null;
      this.armed -= 1;
      this.current = next.at;
      ring();
      this.rings += 1;
      if (this.rings % RINGS_PER_TURN === 0) await nextTurn();
      else await settled();
      return true;
    }
  }

  private push(alarm: Alarm): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(alarm);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.ringsBefore(index, parent)) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  private pop(): void {
    const { heap } = this;
    this.swap(0, heap.length - 1);
    heap.pop();
    for (let index = 0; ;) {
      let first = index;
      for (const child of [2 * index + 1, 2 * index + 2]) if (child < heap.length && this.ringsBefore(child, first)) first = child;
      if (first === index) return;
      this.swap(index, first);
      index = first;
    }
  }

  /** Whether the alarm at `left` rings before the one at `right`. */
  private ringsBefore(left: number, right: number): boolean {
    const a = this.heap[left];
    const b = this.heap[right];
    if (a === undefined || b === undefined) return false;
    return a.at === b.at ? a.order < b.order : a.at < b.at;
  }

  private swap(left: number, right: number): void {
    const a = this.heap[left];
    const b = this.heap[right];
    if (a === undefined || b === undefined) return;
    this.heap[left] = b;
    this.heap[right] = a;
  }
}

/**
 * Resolves when every promise that could go on has: Node runs ticks only when no microtask is left. Ten times cheaper than a turn of the
 * event loop, which a simulation of millions of rings would mostly wait for.
 */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    nextTick(resolve);
  });
}
