import { seconds, type Instant } from '../kernel/time.js';
import type { CampaignPlan } from '../plan/campaign-plan.js';
import { DAY_MS, dayFrom, dayNumber } from '../schedule/calendar.js';
import { offsetStretch } from '../schedule/time-zone.js';

/**
 * The last instant for which an agent may plan a callback in a call that ended at `callEnd`, or goes on then: so many hours after it, or the end
 * of the last day where the campaign is, whichever comes first. Null: no limit.
 */
export function latestCallback({ callback, opening }: Pick<CampaignPlan, 'callback' | 'opening'>, callEnd: Instant): Instant | null {
  const { relativeHours, date } = callback.deadline;
  const limits = [
    ...(relativeHours === null ? [] : [callEnd + relativeHours * seconds(3600)]),
    ...(date === null ? [] : [endOfDay(date, opening.hours?.timeZone ?? opening.timeZone)]),
  ];
  return limits.length === 0 ? null : Math.min(...limits);
}

/** `YYYY-MM-DD`; a text that names no day has no end. */
function endOfDay(date: string, timeZone: string): Instant {
  const day = dayFrom(date);
  if (day === null) return Infinity;
  const midnight = (dayNumber(day) + 1) * DAY_MS;
  // The offset at the end of the day: asked for twice, since the first guess may lie on the other side of a change.
  const guess = midnight - offsetStretch(timeZone, midnight).offsetMs;
  return midnight - offsetStretch(timeZone, guess - 1).offsetMs - 1;
}
