import type { Instant } from '../kernel/time.js';
import type { FloorFact } from './floor-facts.js';
import type { FloorOrder } from './floor-orders.js';
import type { Agent, Caller, Floor, Lane } from './floor-state.js';

/**
 * A decision in the making. While an event is worked out, whoever comes free or loses an offer is only noted; the pairs are made at the
 * end, once, when all who compete are known.
 */
export interface Draft {
  readonly floor: Floor;
  readonly now: Instant;
  readonly orders: FloorOrder[];
  readonly facts: FloorFact[];
  /** Agents whose state is told at the end, once each. */
  readonly touched: Set<Agent>;
  /** Agents who came free and are not in the free lines yet. */
  readonly freed: Set<Agent>;
  /** Callers without an offer who are not in a lane's line yet. */
  readonly unplaced: Set<Caller>;
  /** Lanes where agents may serve who could not before. */
  readonly loosened: Set<Lane>;
}

export function draftOf(floor: Floor, now: Instant): Draft {
  return { floor, now, orders: [], facts: [], touched: new Set(), freed: new Set(), unplaced: new Set(), loosened: new Set() };
}
