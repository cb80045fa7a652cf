import type { AgentId, CallId, CampaignId, OfferId, QueueId, SkillId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { AgentMemory, AgentStatus } from './agent-state.js';
import type { OfferFailure, QueueEntry } from './floor-events.js';
import type { WithdrawReason } from './floor-orders.js';

/** Why a caller stands in a line no more without having been taken by an agent. */
export type LeaveCause = 'caller-left' | 'loops' | 'nobody-signed-in';

/**
 * What happened on the floor, for the journal, the live view and whoever rebuilds the floor. The instant is the decision's `now`. With the
 * configuration, the facts alone rebuild the floor: whatever changes it is told by one of them.
 */
export type FloorFact =
  | {
      readonly type: 'call-queued';
      readonly callId: CallId;
      readonly queueId: QueueId;
      readonly campaignId: CampaignId;
      readonly queuedAt: Instant;
      readonly priority: number;
      /** Place in the line on entry, 1 first. */
      readonly position: number;
      readonly entry: QueueEntry;
    }
  /** A caller who had left the line for an agent or an overflow that came to nothing stands where they stood. */
  | {
      readonly type: 'call-put-back';
      readonly callId: CallId;
      readonly queueId: QueueId;
      /** Whose conversation with the caller never began; null when there was none. */
      readonly agentId: AgentId | null;
      readonly position: number;
      readonly entry: QueueEntry;
    }
  /** These skills are no longer required of whoever serves the call. */
  | {
      readonly type: 'requirement-relaxed';
      readonly callId: CallId;
      readonly queueId: QueueId;
      readonly skillIds: readonly SkillId[];
    }
  | {
      readonly type: 'call-left-queue';
      readonly callId: CallId;
      readonly queueId: QueueId;
      readonly waitedSeconds: number;
      readonly cause: LeaveCause;
    }
  | {
      readonly type: 'call-offered';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly queueId: QueueId;
      readonly ringsUntil: Instant;
    }
  | { readonly type: 'offer-ringing'; readonly callId: CallId; readonly offerId: OfferId; readonly agentId: AgentId }
  | {
      readonly type: 'offer-extended';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly ringsUntil: Instant;
    }
  | {
      readonly type: 'offer-withdrawn';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly reason: WithdrawReason;
    }
  | {
      readonly type: 'ring-no-answer';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly failure: OfferFailure;
      /** Offers missed in a row, this one included; an `unreachable` or `failed` phone is not counted. */
      readonly misses: number;
    }
  | {
      readonly type: 'call-taken';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly queueId: QueueId;
      readonly waitedSeconds: number;
    }
  | { readonly type: 'conversation-ended'; readonly callId: CallId; readonly agentId: AgentId; readonly talkedSeconds: number }
  /** From now on this agent talks to the caller, whom they had been consulted about. */
  | { readonly type: 'conversation-handed-over'; readonly callId: CallId; readonly consultation: CallId; readonly agentId: AgentId }
  /** The agent who took the call was never put together with anybody. */
  | { readonly type: 'conversation-never-began'; readonly callId: CallId; readonly agentId: AgentId }
  /** The state an agent is in after a decision that touched it; states passed through within the decision are not told. */
  | ({ readonly type: 'agent-state'; readonly memory: AgentMemory } & AgentStatus);
