import type { AgentId, CallId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

export type AgentStateName = 'signed-out' | 'available' | 'offered' | 'talking' | 'wrap-up' | 'conventional-pause' | 'paused';

/** An agent's state as everybody may see it. */
export interface AgentStatus {
  readonly agentId: AgentId;
  readonly state: AgentStateName;
  readonly since: Instant;
  /** When the state ends by itself; null when it does not. */
  readonly until: Instant | null;
  /** Why the agent is paused or signed out: what they gave, or `missed-offers`, `phone-unreachable`. */
  readonly reason: string | null;
  readonly callId: CallId | null;
  readonly offerId: OfferId | null;
  readonly queueId: QueueId | null;
  /** The reason of a pause that takes effect after wrap-up; null when none is pending. An empty string is a pause without a reason. */
  readonly pendingPause: string | null;
  readonly phoneReachable: boolean;
}
