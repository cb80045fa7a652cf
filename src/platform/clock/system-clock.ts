import type { Clock, Timer } from '../../core/ports/clock.js';
import type { Instant } from '../../core/kernel/time.js';

/** Node fires timers longer than this at once: longer ones are reached in steps. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** The machine's clock. Timers do not keep the process alive, and look at the clock again when they wake: it may have been set meanwhile. */
export class SystemClock implements Clock {
  now(): Instant {
    return Date.now();
  }

  at(at: Instant, ring: () => void): Timer {
    let timeout: NodeJS.Timeout;
    const sleep = (): void => {
      const remainingMs = Math.min(Math.max(0, at - this.now()), LONGEST_SLEEP_MS);
      timeout = setTimeout(() => (this.now() < at ? sleep() : ring()), remainingMs).unref();
    };
    sleep();
    return { stop: () => clearTimeout(timeout) };
  }
}

/** Nest's injection token of the `Clock`. */
export const CLOCK = Symbol('Clock');
