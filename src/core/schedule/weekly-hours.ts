import type { Instant } from '../kernel/time.js';
import { DAY_MS, weekday } from './calendar.js';
import { outlook, type WallState } from './outlook.js';
import { merged, type DayPart, type TimeRange } from './time-of-day.js';
import type { WallTime } from './time-zone.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Open within these ranges of each week. A day without ranges is closed. */
export interface WeeklyHours {
  /** IANA name: the ranges are what a clock on a wall there shows. */
  readonly timeZone: string;
  readonly days: Readonly<Record<Weekday, readonly TimeRange[]>>;
}

export interface HoursAnswer {
  readonly open: boolean;
  /** When `open` becomes the other; null when it does not within the next 400 days. */
  readonly nextChange: Instant | null;
}

interface Week {
  /** Monday first. */
  readonly days: readonly (readonly DayPart[])[];
  /** Set when it is the same at every hour of the week. */
  readonly always: boolean | null;
}

/** Hours are never changed in place, so what they come to is worked out once. */
const weeks = new WeakMap<WeeklyHours, Week>();

export function hoursAt(hours: WeeklyHours, instant: Instant): HoursAnswer {
  const { now, nextChange } = outlook(hours.timeZone, instant, (wall) => hoursAtWall(hours, wall));
  return { open: now.open, nextChange };
}

export function hoursAtWall(hours: WeeklyHours, wall: WallTime): WallState {
  const { days, always } = weekOf(hours);
  if (always !== null) return { open: always, until: Infinity };
  const day = Math.floor(wall / DAY_MS);
  const midnight = day * DAY_MS;
  for (const { fromMs, toMs } of days[weekday(day)] ?? []) {
    if (wall < midnight + fromMs) return { open: false, until: midnight + fromMs };
    if (wall < midnight + toMs) return { open: true, until: midnight + toMs };
  }
  return { open: false, until: midnight + DAY_MS };
}

function weekOf(hours: WeeklyHours): Week {
  const known = weeks.get(hours);
  if (known !== undefined) return known;
  const days = WEEKDAYS.map((day) => merged(hours.days[day]));
  const openMs = days.flat().reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const fresh = { days, always: openMs === 0 ? false : openMs === WEEKDAYS.length * DAY_MS ? true : null };
  weeks.set(hours, fresh);
  return fresh;
}
