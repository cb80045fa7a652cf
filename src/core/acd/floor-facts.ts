import type { AgentId, CallId, CampaignId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { AgentStatus } from './agent-state.js';
import type { OfferFailure } from './floor-events.js';
import type { WithdrawReason } from './floor-orders.js';

/** What happened on the floor, for the journal, the live view and whoever rebuilds the floor. The instant is the decision's `now`. */
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
    }
  | { readonly type: 'call-left-queue'; readonly callId: CallId; readonly queueId: QueueId; readonly waitedSeconds: number }
  | {
      readonly type: 'call-offered';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly queueId: QueueId;
    }
  | { readonly type: 'offer-ringing'; readonly callId: CallId; readonly offerId: OfferId; readonly agentId: AgentId }
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
      /** Offers missed in a row, this one included; an `unreachable` phone is not counted. */
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
  | ({ readonly type: 'agent-state' } & AgentStatus);
