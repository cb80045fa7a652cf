import { seconds, type Instant } from '../kernel/time.js';
import type { QueueEntry } from './floor-events.js';
import type { Placed } from './ordered-line.js';

/** What decides a place in the line. */
export type Place = Pick<QueueEntry, 'callId' | 'priority' | 'arrivedAt' | 'queuedAt'>;

/** Somebody in a line: by standing, then longest waiting, then earliest dial, then id. */
export interface InLine extends Placed {
  readonly entry: Place;
}

/**
 * What orders a caller in the queue, figures that never change while the caller waits. Without ageing it is the priority, the larger first.
 * With ageing the effective priority is `priority + waited / ageing`; since all wait at the same pace, ordering by it is ordering by
 * `priority × ageing − queuedAt`, so the line keeps its order without being touched. Then it is who waits longest.
 */
export function placedBy(place: Place, ageingSeconds: number | null): Placed {
  const { priority, queuedAt } = place;
  return { major: ages(ageingSeconds) ? queuedAt - priority * seconds(ageingSeconds) : 0 - priority, minor: queuedAt };
}

/** The effective priority at `now`: what is compared between queues, whose ageing may differ. */
export function effectivePriority(place: Place, ageingSeconds: number | null, now: Instant): number {
  return ages(ageingSeconds) ? place.priority + (now - place.queuedAt) / seconds(ageingSeconds) : place.priority;
}

/** Order within one queue, without ties. */
export function byStanding(a: InLine, b: InLine): number {
  return a.major - b.major || a.minor - b.minor || byDial(a, b);
}

/** Of two who stand equal and wait equally long: earliest dial, then id. */
export function byDial({ entry: a }: InLine, { entry: b }: InLine): number {
  return a.arrivedAt - b.arrivedAt || (a.callId < b.callId ? -1 : a.callId > b.callId ? 1 : 0);
}

/** Longest waiting first, then earliest dial, then id. */
export function byArrival(a: InLine, b: InLine): number {
  return a.entry.queuedAt - b.entry.queuedAt || byDial(a, b);
}

function ages(ageingSeconds: number | null): ageingSeconds is number {
  return ageingSeconds !== null && ageingSeconds > 0;
}
