import type { Instant } from '../kernel/time.js';
import { DAY_MS } from './calendar.js';
import { offsetStretch, type WallTime } from './time-zone.js';

/** What holds at a wall time, and until which later wall time nothing changes for sure (it may go on after). */
export interface WallState {
  readonly open: boolean;
  readonly until: WallTime;
}

export interface Outlook<State extends WallState> {
  readonly now: State;
  /** When `open` becomes the other; null when it does not within the next 400 days. */
  readonly nextChange: Instant | null;
}

const LOOK_AHEAD_MS = 400 * DAY_MS;

/**
 * What holds at `at` in the time zone, and until when. Rules are told in wall time, and wall time jumps: each stretch of one offset is
 * asked anew, so a range that begins in the hour that is left out in spring begins at its end, and both of an autumn's twin hours count.
 */
export function outlook<State extends WallState>(timeZone: string, at: Instant, rules: (wall: WallTime) => State): Outlook<State> {
  let stretch = offsetStretch(timeZone, at);
  const now = rules(at + stretch.offsetMs);
  let next = Math.min(now.until - stretch.offsetMs, stretch.until);
  while (next < at + LOOK_AHEAD_MS) {
    if (next >= stretch.until) stretch = offsetStretch(timeZone, next);
    const { open, until } = rules(next + stretch.offsetMs);
    if (open !== now.open) return { now, nextChange: next };
    next = Math.min(until - stretch.offsetMs, stretch.until);
  }
  return { now, nextChange: null };
}
