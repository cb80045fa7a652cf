import type { Instant } from '../kernel/time.js';

/** Work schedules as scenarios ask for them, answered from memory. */
export interface Calendars {
  /** Null when there is no such schedule. */
  open(workScheduleId: string, at: Instant): boolean | null;
}
