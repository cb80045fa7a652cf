import type { RefusalFault } from '../../core/kernel/refusal.js';
import type { TimeRange } from '../../core/schedule/time-of-day.js';
import { emptyRange, overlap } from '../../platform/schedules/time-of-day.js';
import type { StoredHoliday } from './holiday-group.entity.js';

/** Everything that is impossible in the list: parts of a day that end before they begin, and two holidays at one moment. */
export function holidayFaults(holidays: readonly StoredHoliday[]): RefusalFault[] {
  const byDay = new Map<string, number[]>();
  return holidays.flatMap((holiday, index) => {
    const path = `holidays[${index}]`;
    const part = partOf(holiday);
    const same = byDay.get(dayOf(holiday)) ?? [];
    const twin = same.find((other) => overlap(part, partOf(holidays[other] ?? holiday)));
    byDay.set(dayOf(holiday), [...same, index]);
    const message = `${path} is the same day as holidays[${twin ?? ''}].`;
    return [...emptyRange(part, path), ...(twin === undefined ? [] : [{ path, code: 'duplicate-holiday', message }])];
  });
}

/** Of yearly holidays the year says nothing. A yearly one and one of a single year may meet: the latter is the exception. */
function dayOf({ date, yearly }: StoredHoliday): string {
  return yearly ? date.slice(5) : date;
}

function partOf({ from, to }: StoredHoliday): TimeRange {
  return { from: from ?? '00:00', to: to ?? '24:00' };
}
