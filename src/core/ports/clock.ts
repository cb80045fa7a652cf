import type { Instant } from '../kernel/time.js';

/** What stops a timer; stopping one that fired or was stopped does nothing. */
export interface Timer {
  stop(): void;
}

/** The only source of time in core. Tests drive it by hand; the real one is in `platform/clock`. */
export interface Clock {
  now(): Instant;
  /** Calls `ring` once, at `at` or as soon after as possible; an instant already past rings in a later turn, never inside this call. */
  at(at: Instant, ring: () => void): Timer;
}
