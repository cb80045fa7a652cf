import type { Instant } from '../kernel/time.js';
import { openingOf, type CampaignPlan } from '../plan/campaign-plan.js';
import { hoursAt, type WeeklyHours } from '../schedule/weekly-hours.js';
import type { CallbackRecord } from './callback-record.js';

export interface Dueness {
  /** The customer may be called now. */
  readonly due: boolean;
  /** When that may change as things are set now; null: not by itself. */
  readonly again: Instant | null;
}

/**
 * Whether the customer may be called at `now`: the time agreed has come, the campaign is open, and so are its calling hours. Those are kept by
 * the clock on the customer's wall where the number tells it (`timeZone`), else by the clock they were written for.
 */
export function callbackDue(
  { notBefore }: Pick<CallbackRecord, 'notBefore'>,
  plan: CampaignPlan,
  timeZone: string | null,
  now: Instant,
): Dueness {
  if (notBefore !== null && notBefore > now) return { due: false, again: notBefore };
  const opening = openingOf(plan, now);
  const { hours } = plan.callback;
  const calling = hours === null ? { open: true, nextChange: null } : hoursAt(timeZone === null ? hours : hoursIn(hours, timeZone), now);
  if (opening.open && calling.open) return { due: true, again: earlier(opening.nextChange, calling.nextChange) };
  // Closed until both are open: looked at again when the first of those that are closed opens.
  const opens = [...(opening.open ? [] : [opening.nextChange]), ...(calling.open ? [] : [calling.nextChange])];
  return { due: false, again: opens.reduce(later) };
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function later(one: Instant | null, other: Instant | null): Instant | null {
  return one === null || other === null ? null : Math.max(one, other);
}

/** Hours know themselves by identity, so each is made once a zone. */
const elsewhere = new WeakMap<WeeklyHours, Map<string, WeeklyHours>>();

function hoursIn(hours: WeeklyHours, timeZone: string): WeeklyHours {
  if (hours.timeZone === timeZone) return hours;
  const known = elsewhere.get(hours) ?? new Map<string, WeeklyHours>();
  elsewhere.set(hours, known);
  const there = known.get(timeZone) ?? { ...hours, timeZone };
  known.set(timeZone, there);
  return there;
}
