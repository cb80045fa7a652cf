import type { AgentId, BridgeId, LegId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** What sent a caller out of the line, or kept them from entering it. */
export type OverflowCriterion = 'wait' | 'queue-length' | 'loops' | 'nobody-signed-in' | 'no-queue';

/**
 * Where a call is, with the little that is needed to start there again. It is saved on the caller's leg when the phase is entered, so it
 * outlives the backend: whoever starts next re-enters the same phase.
 */
export type Phase =
  | { readonly name: 'greeting' }
  | { readonly name: 'closed' }
  | { readonly name: 'waiting'; readonly queueId: QueueId; readonly queuedAt: Instant }
  | { readonly name: 'overflow'; readonly criterion: OverflowCriterion }
  | {
      readonly name: 'conversation';
      readonly queueId: QueueId;
      readonly queuedAt: Instant;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly agentLeg: LegId;
      readonly bridge: BridgeId;
      /** When both were put together; null until they are. */
      readonly connectedAt: Instant | null;
    };

export type PhaseName = Phase['name'];
export type PhaseOf<Name extends PhaseName> = Extract<Phase, { readonly name: Name }>;
