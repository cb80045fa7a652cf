import type { Sound } from '../ports/telephony.js';
import { calendarDay, DAY_MS, dayFrom, dayNumber, type CalendarDay } from './calendar.js';
import { dayPart, type DayPart } from './time-of-day.js';
import type { WallTime } from './time-zone.js';

/** A day, or a part of one, on which nobody is there. */
export interface Holiday {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Every year on that day; 29 February in leap years only. The year of `date` then says nothing. */
  readonly yearly: boolean;
  /** `HH:MM`; null is the beginning of the day. */
  readonly from: string | null;
  /** `HH:MM`; null is the end of the day. */
  readonly to: string | null;
  /** What callers hear then; null is the campaign's own message. */
  readonly message: Sound | null;
}

export interface HolidayState {
  readonly holiday: Holiday | null;
  /** Later wall time until which nothing changes for sure. */
  readonly until: WallTime;
}

interface Entry extends DayPart {
  readonly holiday: Holiday;
}

interface HolidayIndex {
  /** By day number. */
  readonly single: ReadonlyMap<number, readonly Entry[]>;
  /** By `ofYear`. */
  readonly yearly: ReadonlyMap<number, readonly Entry[]>;
}

/** Lists of holidays are never changed in place, so what they come to is worked out once. */
const indexes = new WeakMap<readonly Holiday[], HolidayIndex>();

/** The holiday of that wall time. One of that very year goes before a yearly one, then the order of the list decides. */
export function holidayAtWall(holidays: readonly Holiday[], wall: WallTime): HolidayState {
  if (holidays.length === 0) return { holiday: null, until: Infinity };
  const { single, yearly } = indexed(holidays);
  const day = Math.floor(wall / DAY_MS);
  const time = wall - day * DAY_MS;
  let found: Holiday | null = null;
  let untilMs = DAY_MS;
  for (const entries of [single.get(day), yearly.get(ofYear(calendarDay(day)))]) {
    for (const { fromMs, toMs, holiday } of entries ?? []) {
      if (fromMs <= time && time < toMs) found ??= holiday;
      if (time < fromMs) untilMs = Math.min(untilMs, fromMs);
      else if (time < toMs) untilMs = Math.min(untilMs, toMs);
    }
  }
  return { holiday: found, until: day * DAY_MS + untilMs };
}

function indexed(holidays: readonly Holiday[]): HolidayIndex {
  const known = indexes.get(holidays);
  if (known !== undefined) return known;
  const single = new Map<number, Entry[]>();
  const yearly = new Map<number, Entry[]>();
  for (const holiday of holidays) {
    const day = dayFrom(holiday.date);
    if (day === null) continue;
    const [map, key] = holiday.yearly ? [yearly, ofYear(day)] : [single, dayNumber(day)];
    const entry = { ...dayPart({ from: holiday.from ?? '00:00', to: holiday.to ?? '24:00' }), holiday };
    map.set(key, [...(map.get(key) ?? []), entry]);
  }
  const fresh = { single, yearly };
  indexes.set(holidays, fresh);
  return fresh;
}

function ofYear({ month, day }: CalendarDay): number {
  return month * 100 + day;
}
