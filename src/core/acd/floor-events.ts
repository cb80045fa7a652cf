import type { AgentId, CallId, CampaignId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { AgentTurns } from './agent-state.js';
import type { AfterCall, AgentSettings, QueueSettings, RequiredSkill, SkillGroupSettings } from './floor-settings.js';

/** A caller, or a callback that keeps a caller's place, as it stands in the line. */
export interface QueueEntry {
  readonly callId: CallId;
  readonly queueId: QueueId;
  readonly campaignId: CampaignId;
  /** The larger, the sooner. */
  readonly priority: number;
  /** The instant of the dial. */
  readonly arrivedAt: Instant;
  /** Since when the caller waits; place, loops and waiting time count from here. Kept by transfers, failed reroutes, callbacks and restarts. */
  readonly queuedAt: Instant;
  /** Since when they stand in this line, where that is not `queuedAt`: sent here by an agent, or to be called back. Relaxation counts from here. */
  readonly hereSince?: Instant;
  readonly requiredSkills: readonly RequiredSkill[];
  readonly afterCall: AfterCall;
  /** Overflow on loops falls due at this instant; null never. */
  readonly overflowAt: Instant | null;
  /** `transfer`: sent to this line by an agent, or the consultation before that. */
  readonly kind: 'caller' | 'callback' | 'transfer';
}

/** Why an offered phone did not take the call. `unreachable` is the phone's fault, not a miss of the agent. */
export type OfferFailure = 'busy' | 'refused' | 'no-answer' | 'unreachable' | 'failed';

/** What an agent was doing when the backend died, as it was saved; given back to the floor on restart. */
export interface AgentResumption {
  readonly agentId: AgentId;
  readonly state: 'available' | 'paused' | 'wrap-up' | 'conventional-pause' | 'talking';
  readonly since: Instant;
  readonly until: Instant | null;
  readonly reason: string | null;
  readonly callId: CallId | null;
  readonly misses: number;
  /** Of the conversation (talking) or of the work after it, so that wrap-up follows a restart; null when idle or paused. */
  readonly afterCall: AfterCall | null;
  readonly queueId: QueueId | null;
  /** A pause asked for during the call. */
  readonly pendingPause: string | null;
  /** The end of a conventional pause that has begun: a paused agent still takes what is left of it. */
  readonly restUntil: Instant | null;
  /** Whether the agent signed in by a call that stays up; absent: not known. */
  readonly connected?: boolean | undefined;
  /** What the distribution goes by; absent: not known, as of a conversation that was found on the PBX. */
  readonly turns?: AgentTurns | undefined;
}

export type FloorEvent =
  | { readonly type: 'queue-configured'; readonly queue: QueueSettings }
  | { readonly type: 'queue-removed'; readonly queueId: QueueId }
  | { readonly type: 'agent-configured'; readonly agent: AgentSettings }
  | { readonly type: 'agent-removed'; readonly agentId: AgentId }
  | { readonly type: 'skill-groups-configured'; readonly groups: readonly SkillGroupSettings[] }
  // Requests of people: refused with a code when the state does not allow them.
  /** `connected`: by a call to the phone, which stays up. */
  | { readonly type: 'sign-in-asked'; readonly agentId: AgentId; readonly connected?: true }
  | { readonly type: 'sign-out-asked'; readonly agentId: AgentId; readonly reason: string | null }
  | { readonly type: 'pause-asked'; readonly agentId: AgentId; readonly reason: string | null }
  | { readonly type: 'resume-asked'; readonly agentId: AgentId }
  | { readonly type: 'wrap-up-end-asked'; readonly agentId: AgentId }
  // The agent's phone.
  | { readonly type: 'phone-reachability'; readonly agentId: AgentId; readonly reachable: boolean }
  /** The call that keeps a phone permanently connected was found up after a restart. */
  | { readonly type: 'phone-connected'; readonly agentId: AgentId }
  /** The call that kept a phone permanently connected is over, whoever ended it. `reason` is the agent's; absent: `phone-dropped`. */
  | { readonly type: 'phone-dropped'; readonly agentId: AgentId; readonly reason?: 'phone-transferred' }
  | { readonly type: 'agent-resumed-after-restart'; readonly agent: AgentResumption }
  // Callers.
  | { readonly type: 'caller-queued'; readonly entry: QueueEntry }
  | { readonly type: 'caller-left'; readonly callId: CallId }
  // Offers.
  | { readonly type: 'offer-ringing'; readonly offerId: OfferId }
  | { readonly type: 'offer-answered'; readonly offerId: OfferId }
  /** The agent is reserved for longer than a telephone rings: until this instant. */
  | { readonly type: 'offer-extended'; readonly offerId: OfferId; readonly until: Instant }
  | { readonly type: 'offer-failed'; readonly offerId: OfferId; readonly failure: OfferFailure }
  // Conversations. `caller-back` puts a caller whose conversation never began (the phone vanished while being connected) where it stood.
  | { readonly type: 'conversation-ended'; readonly callId: CallId; readonly agentId: AgentId }
  /** The agent who was consulted has the caller from now on. */
  | { readonly type: 'conversation-handed-over'; readonly callId: CallId; readonly consultation: CallId; readonly agentId: AgentId }
  /** Customer and agent were never put together: no wrap-up, and no call in the agent's count. */
  | { readonly type: 'conversation-never-began'; readonly callId: CallId; readonly agentId: AgentId }
  | { readonly type: 'caller-back'; readonly callId: CallId; readonly entry: QueueEntry }
  | { readonly type: 'timer-fired'; readonly key: string };
