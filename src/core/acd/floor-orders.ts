import type { AgentId, CallId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** Why an offer is taken back before it was answered. */
export type WithdrawReason = 'caller-left' | 'answered-elsewhere' | 'ring-timeout' | 'agent-left' | 'phone-lost';

/** What the floor tells the shell to do. Orders are carried out in the order given; none may be lost. */
export type FloorOrder =
  | {
      readonly type: 'offer-call';
      readonly offerId: OfferId;
      readonly callId: CallId;
      readonly queueId: QueueId;
      readonly agentId: AgentId;
      readonly ringTimeoutSeconds: number;
    }
  | {
      readonly type: 'withdraw-offer';
      readonly offerId: OfferId;
      readonly callId: CallId;
      readonly agentId: AgentId;
      readonly reason: WithdrawReason;
    }
  /** The first answer won: put caller and agent together. */
  | { readonly type: 'connect-call'; readonly offerId: OfferId; readonly callId: CallId; readonly agentId: AgentId }
  /** An answer came too late: let the agent's phone go. */
  | { readonly type: 'release-phone'; readonly offerId: OfferId; readonly agentId: AgentId }
  /** The caller is out of the line and its call must go on with the overflow. */
  | { readonly type: 'overflow-call'; readonly callId: CallId; readonly criterion: 'loops' | 'nobody-signed-in' }
  /** Arming a key that is armed moves it. */
  | { readonly type: 'arm-timer'; readonly key: string; readonly at: Instant }
  | { readonly type: 'disarm-timer'; readonly key: string };
