import type { Instant } from '../kernel/time.js';
import type { Condition, Weekday } from './scenario.js';

/** 00:00 to 24:00; comparing two such texts compares the times. */
export const TIME_OF_DAY = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether the clock on the wall of that time zone is within the range, on one of the days. */
export function isWithin({ timeZone, days, from, to }: Extract<Condition, { kind: 'time' }>, now: Instant): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const time = `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`;
  return days.includes((parts.get('weekday') ?? '').toLowerCase() as Weekday) && time >= from && time < to;
}
