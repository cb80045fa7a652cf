/** Days since 1 January 1970, in the Gregorian calendar. */
export type DayNumber = number;

export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export const DAY_MS = 86_400_000;

const YEARS_OF_ERA = 400;
const DAYS_OF_ERA = 146_097;
/** From 1 March of the year 0, where every era begins, to 1 January 1970. */
const DAYS_BEFORE_1970 = 719_468;

/**
 * The number of that day; a day beyond the month's end runs into the next month.
 * Years are counted from March, so that the leap day is the last of its year. Source: Howard Hinnant, "chrono-compatible low-level date
 * algorithms".
 */
export function dayNumber({ year, month, day }: CalendarDay): DayNumber {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / YEARS_OF_ERA);
  const yearOfEra = marchYear - era * YEARS_OF_ERA;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - DAYS_BEFORE_1970;
}

/** The inverse of `dayNumber`. */
export function calendarDay(number: DayNumber): CalendarDay {
  const since = number + DAYS_BEFORE_1970;
  const era = Math.floor(since / DAYS_OF_ERA);
  const dayOfEra = since - era * DAYS_OF_ERA;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * YEARS_OF_ERA + (month > 2 ? 0 : 1), month, day };
}

/** The day that `YYYY-MM-DD` names, or null when there is no such day. */
export function dayFrom(text: string): CalendarDay | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const asked = { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8)) };
  if (asked.month < 1 || asked.month > 12) return null;
  const found = calendarDay(dayNumber(asked));
  return found.month === asked.month && found.day === asked.day ? asked : null;
}

/** 0 is Monday, 6 Sunday. */
export function weekday(number: DayNumber): number {
  // 1 January 1970 was a Thursday.
  return (((number + 3) % 7) + 7) % 7;
}
