import type { Holiday } from '../../src/core/schedule/holidays.js';
import type { OpeningPlan, OpeningReason } from '../../src/core/schedule/opening.js';
import type { Weekday } from '../../src/core/schedule/weekly-hours.js';

/** What calendar and clock on a wall show during one minute. */
interface WallMinute {
  readonly at: number;
  readonly date: string;
  readonly weekday: Weekday;
  /** `HH:MM`. */
  readonly time: string;
}

export interface JudgedMinute {
  readonly at: number;
  readonly open: boolean;
  readonly reason: OpeningReason;
}

const MINUTE_MS = 60_000;

/** Every minute of so many days from midnight UTC of `date`, as a wall in the zone shows it. Slow and plain: the judge of the quick code. */
export function wallMinutes(timeZone: string, date: string, days: number): WallMinute[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const first = Date.parse(`${date}T00:00:00Z`);
  return Array.from({ length: days * 24 * 60 }, (_, index) => {
    const at = first + index * MINUTE_MS;
    const shown = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      at,
      date: `${shown['year']}-${shown['month']}-${shown['day']}`,
      weekday: shown['weekday']!.toLowerCase() as Weekday,
      time: `${shown['hour']}:${shown['minute']}`,
    };
  });
}

/** The rules of `openingAt`, said once more for a single minute of the wall. */
export function judged({ at, date, weekday, time }: WallMinute, { running, hours, holidays, override }: OpeningPlan): JudgedMinute {
  if (!running) return { at, open: false, reason: 'stopped' };
  if (override !== null && (override.until === null || at < override.until)) {
    return { at, open: override.state === 'open', reason: 'override' };
  }
  if (holidays.some((holiday) => isNow(holiday, date, time))) return { at, open: false, reason: 'holiday' };
  const open = hours === null || hours.days[weekday].some(({ from, to }) => from <= time && time < to);
  return { at, open, reason: open ? 'open' : 'outside-hours' };
}

function isNow(holiday: Holiday, date: string, time: string): boolean {
  const day = holiday.yearly ? holiday.date.slice(5) === date.slice(5) : holiday.date === date;
  return day && (holiday.from ?? '00:00') <= time && time < (holiday.to ?? '24:00');
}
