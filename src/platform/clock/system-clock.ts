import type { Clock, Timer } from '../../core/ports/clock.js';
import type { Instant } from '../../core/kernel/time.js';

/** Node fires timers longer than this at once: longer ones are reached in steps. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;
/** Node may wake a moment early; a clock that is this far from where it should be was set. */
const SET_BACK_MS = 1_000;

/**
 * The machine's clock. Timers do not keep the process alive. Where the clock is set back while one runs, it rings after as long as it was to
 * last: whoever waits for 30 seconds must not wait for the hour that is lived twice. Who waits for a date looks at the clock again.
 */
export class SystemClock implements Clock {
  now(): Instant {
    return Date.now();
  }

  at(at: Instant, ring: () => void): Timer {
    let timeout: NodeJS.Timeout;
    const sleep = (): void => {
      const remainingMs = Math.max(0, at - this.now());
      const isLast = remainingMs <= LONGEST_SLEEP_MS;
      const wake = (): void => {
        const leftMs = at - this.now();
        if (leftMs <= 0 || (isLast && leftMs > SET_BACK_MS)) ring();
        else sleep();
      };
      timeout = setTimeout(wake, Math.min(remainingMs, LONGEST_SLEEP_MS)).unref();
    };
    sleep();
    return { stop: () => clearTimeout(timeout) };
  }
}

/** Nest's injection token of the `Clock`. */
export const CLOCK = Symbol('Clock');
