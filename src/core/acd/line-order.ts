import { seconds, type Instant } from '../kernel/time.js';
import type { QueueEntry } from './floor-events.js';

/** What decides a place in the line. */
export type Place = Pick<QueueEntry, 'callId' | 'priority' | 'arrivedAt' | 'queuedAt'>;

/** A place with its standing worked out for its queue. */
export interface Standing {
  readonly place: Place;
  /** The larger, the sooner; see `standingOf`. */
  readonly standing: number;
}

/**
 * A caller's standing in the queue, a figure that never changes while the caller waits. Without ageing it is the priority. With ageing the
 * effective priority is `priority + waited / ageing`; since all wait at the same pace, ordering by it is ordering by
 * `priority × ageing − queuedAt`, so the line keeps its order without being touched.
 */
export function standingOf(place: Place, ageingSeconds: number | null): number {
  return ages(ageingSeconds) ? place.priority * seconds(ageingSeconds) - place.queuedAt : place.priority;
}

/** The effective priority at `now`: what is compared between queues, whose ageing may differ. */
export function effectivePriority(place: Place, ageingSeconds: number | null, now: Instant): number {
  return ages(ageingSeconds) ? place.priority + (now - place.queuedAt) / seconds(ageingSeconds) : place.priority;
}

/** Order within one queue: standing, then longest waiting, then earliest dial, then id. */
export function byStanding(a: Standing, b: Standing): number {
  return b.standing - a.standing || byArrival(a.place, b.place);
}

/** Longest waiting first, then earliest dial, then id: an order without ties. */
export function byArrival(a: Place, b: Place): number {
  return a.queuedAt - b.queuedAt || a.arrivedAt - b.arrivedAt || (a.callId < b.callId ? -1 : a.callId > b.callId ? 1 : 0);
}

function ages(ageingSeconds: number | null): ageingSeconds is number {
  return ageingSeconds !== null && ageingSeconds > 0;
}
