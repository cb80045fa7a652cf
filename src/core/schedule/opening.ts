import type { Instant } from '../kernel/time.js';
import { holidayAtWall, type Holiday } from './holidays.js';
import { outlook, type WallState } from './outlook.js';
import type { WallTime } from './time-zone.js';
import { hoursAtWall, type WeeklyHours } from './weekly-hours.js';

/** A switch that somebody threw by hand. */
export interface OpeningOverride {
  readonly state: 'open' | 'closed';
  /** From then on it does not count any more; null: until it is taken back. */
  readonly until: Instant | null;
}

/** All that decides whether a campaign takes calls. */
export interface OpeningPlan {
  readonly running: boolean;
  /** Null: open whenever there is no holiday. */
  readonly hours: WeeklyHours | null;
  /** IANA name; where holidays begin and end when there are no hours. With hours, their zone holds for both. */
  readonly timeZone: string;
  readonly holidays: readonly Holiday[];
  readonly override: OpeningOverride | null;
}

export type OpeningReason = 'open' | 'outside-hours' | 'holiday' | 'stopped' | 'override';

export interface Opening {
  readonly open: boolean;
  readonly reason: OpeningReason;
  /** Set when it is the reason. */
  readonly holiday: Holiday | null;
  /** When `open` becomes the other as things are set now; null when it does not within the next 400 days. */
  readonly nextChange: Instant | null;
}

interface Timetable extends WallState {
  readonly reason: OpeningReason;
  readonly holiday: Holiday | null;
}

/**
 * Whether the campaign takes calls at `instant`, why, and until when. A stopped campaign is closed whatever else is set, and nobody can say
 * when it will be started. Then the override decides, while it lasts; then the holidays; then the hours.
 */
export function openingAt(plan: OpeningPlan, instant: Instant): Opening {
  if (!plan.running) return { open: false, reason: 'stopped', holiday: null, nextChange: null };
  const { override } = plan;
  if (override === null || (override.until !== null && override.until <= instant)) return scheduled(plan, instant);
  const open = override.state === 'open';
  return { open, reason: 'override', holiday: null, nextChange: override.until === null ? null : endOf(plan, open, override.until) };
}

/** When something else than `open` holds, from the end of the override on. */
function endOf(plan: OpeningPlan, open: boolean, until: Instant): Instant | null {
  const after = scheduled(plan, until);
  return after.open === open ? after.nextChange : until;
}

function scheduled(plan: OpeningPlan, instant: Instant): Opening {
  const zone = plan.hours?.timeZone ?? plan.timeZone;
  const { now, nextChange } = outlook(zone, instant, (wall) => timetable(plan, wall));
  return { open: now.open, reason: now.reason, holiday: now.holiday, nextChange };
}

function timetable({ hours, holidays }: OpeningPlan, wall: WallTime): Timetable {
  const { holiday, until } = holidayAtWall(holidays, wall);
  if (holiday !== null) return { open: false, reason: 'holiday', holiday, until };
  if (hours === null) return { open: true, reason: 'open', holiday, until };
  const state = hoursAtWall(hours, wall);
  return { open: state.open, reason: state.open ? 'open' : 'outside-hours', holiday, until: Math.min(until, state.until) };
}
