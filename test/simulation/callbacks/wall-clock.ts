import type { Instant } from '../../../src/core/kernel/time.js';
import type { CampaignPlan } from '../../../src/core/plan/campaign-plan.js';
import { WEEKDAYS, type WeeklyHours } from '../../../src/core/schedule/weekly-hours.js';

/** What a clock on a wall shows: `2026-01-05`, Monday is 0, `09:30`. */
interface WallClock {
  readonly date: string;
  readonly weekday: number;
  readonly time: string;
}

const MINUTE = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** The minute that was asked for last, in each zone: many ask in the same one. */
const lately = new Map<string, { readonly minute: number; readonly shown: WallClock }>();

function wallClock(timeZone: string, at: Instant): WallClock {
  const minute = Math.floor(at / MINUTE);
  const known = lately.get(timeZone);
  if (known?.minute === minute) return known.shown;
  let format = formats.get(timeZone);
  if (format === undefined) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...digits });
    formats.set(timeZone, format);
  }
  const [date = '', time = ''] = format.format(at).split(', ');
  const shown = { date, time, weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 };
  lately.set(timeZone, { minute, shown });
  return shown;
}

/**
 * Whether a customer whose clock is `timeZone` (null: unknown) may be called at `at`: worked out from the calendar of the machine, not by the
 * schedules of the product.
 */
export function mayBeCalled({ running, opening, callback }: CampaignPlan, timeZone: string | null, at: Instant): boolean {
  if (!running) return false;
  if (opening.hours !== null && !isOpen(opening.hours, opening.hours.timeZone, at)) return false;
  const { date, time } = wallClock(opening.hours?.timeZone ?? opening.timeZone, at);
  const isHoliday = opening.holidays.some((day) => day.date === date && time >= (day.from ?? '00:00') && time < (day.to ?? '24:00'));
  if (isHoliday) return false;
  return callback.hours === null || isOpen(callback.hours, timeZone ?? callback.hours.timeZone, at);
}

function isOpen({ days }: WeeklyHours, timeZone: string, at: Instant): boolean {
  const { weekday, time } = wallClock(timeZone, at);
  const day = WEEKDAYS[weekday];
  return day !== undefined && days[day].some(({ from, to }) => time >= from && time < to);
}
