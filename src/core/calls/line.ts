import type { QueueEntry } from '../acd/floor-events.js';
import type { AdmissionLimits } from '../acd/floor-settings.js';
import type { Newcomer } from '../estimation/asker.js';
import type { AgentId, CallId, LegId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { Party } from '../ports/telephony.js';

/** How waiting ended, other than by the caller. */
export type TurnOutcome =
  | { readonly kind: 'agent'; readonly offerId: OfferId; readonly agentId: AgentId; readonly agentLeg: LegId }
  | { readonly kind: 'overflow'; readonly criterion: 'loops' | 'nobody-signed-in' | 'no-queue' };

/** Whom an agent's phone rings for. */
export interface OfferedCaller {
  /** Null: on no leg yet. */
  readonly leg: LegId | null;
  /** On the agent's display. */
  readonly shown: Party;
  /** As the carrier tells it; null: not told. */
  readonly callerName: string | null;
  /** Since when they stand in the line; null: nobody waits at a telephone. */
  readonly waitsSince: Instant | null;
  /** Asked as a phone is called: the longest wait that they were last led to expect; null: none was announced. */
  readonly announcedSeconds: () => number | null;
  readonly language: string;
  /** In whose country numbers are understood: that of this DID. Null: of none. */
  readonly did: string | null;
}

/** A place in the line. */
export interface Turn {
  /** Resolves once, when an agent answered or the floor sends the caller to the overflow. */
  readonly outcome: Promise<TurnOutcome>;
  /** Gives the place up, and answers whether there was one to give: after an outcome, or a second time, it does nothing. */
  leave(): boolean;
}

/** Where a caller stands now. */
export interface Standing {
  /** 1 first. */
  readonly position: number;
  /** What is left to wait; null when nothing honest can be said. */
  readonly expected: { readonly seconds: number; readonly low: number; readonly high: number } | null;
}

/** Why a caller may not enter, with the figures that decided it. */
export interface AdmissionRefusal {
  readonly criterion: 'wait' | 'queue-length';
  /** The estimated wait, null when unknown or not asked for; `infinite` when nobody is signed in. */
  readonly ewtSeconds: number | 'infinite' | null;
  readonly waiting: number;
}

/** The waiting line as one call sees it. */
export interface Line {
  /** Null when the newcomer may enter. */
  admissionRefusal(newcomer: Newcomer, limits: AdmissionLimits): AdmissionRefusal | null;
  enter(entry: QueueEntry, offered: OfferedCaller): Turn;
  /** Null for a call that is not in the line. */
  standing(callId: CallId): Standing | null;
  /** The call has taken over the agent who answered for it. */
  claim(callId: CallId): void;
  /** The agent is through with this call: wrap-up begins. */
  conversationEnded(callId: CallId, agentId: AgentId): void;
  /** Whether an agent is signed in: then a call may wait for them. */
  isAtWork(agentId: AgentId): boolean;
  /** Whether anybody who serves the queue is signed in: then a caller may be sent there. */
  isStaffed(queueId: QueueId): boolean;
  /** The agent who was consulted has the caller from now on; whoever had them goes on to wrap-up. */
  handOver(callId: CallId, consultation: CallId, agentId: AgentId): void;
  /** Whoever took the call was never put together with anybody: no wrap-up. */
  conversationNeverBegan(callId: CallId, agentId: AgentId): void;
  /** The call has ended: whatever it still holds of the floor is given back. */
  over(callId: CallId): void;
}
