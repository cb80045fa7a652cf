import type { Instant } from '../kernel/time.js';
import type { FloorFact } from './floor-facts.js';
import type { FloorOrder } from './floor-orders.js';
import type { Agent, Caller, Floor, Lane } from './floor-state.js';

/**
 * A decision in the making. While an event is worked out, whoever comes free or loses an offer is only noted, more than once or in vain for
 * all it matters; the pairs are made at the end, once, when all who compete are known.
 */
export interface Draft {
  readonly floor: Floor;
  readonly now: Instant;
  readonly orders: FloorOrder[];
  readonly facts: FloorFact[];
  /** Agents whose state is told at the end. */
  readonly touched: Agent[];
  /** Agents who came free and are not in the free lines yet. */
  readonly freed: Agent[];
  /** Callers without an offer who are not in a lane's line yet. */
  readonly unplaced: Caller[];
  /** Lanes where agents may serve who could not before. */
  readonly loosened: Lane[];
}

export function draftOf(floor: Floor, now: Instant): Draft {
  return { floor, now, orders: [], facts: [], touched: [], freed: [], unplaced: [], loosened: [] };
}
