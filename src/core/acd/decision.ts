import type { FloorFact } from './floor-facts.js';
import type { FloorOrder } from './floor-orders.js';

/** A request that the state does not allow. Nothing changed. */
export interface FloorRefusal {
  /** Stable kebab-case, e.g. `agent-signed-out`. */
  readonly code: string;
  readonly message: string;
}

/** What one event led to: what to do, in order, and what happened, in order. */
export interface Decision {
  readonly orders: readonly FloorOrder[];
  readonly facts: readonly FloorFact[];
  readonly refusal: FloorRefusal | null;
}
