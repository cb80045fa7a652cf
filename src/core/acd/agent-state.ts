import type { AgentId, CallId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { AfterCall } from './floor-settings.js';

export type AgentStateName = 'signed-out' | 'available' | 'offered' | 'talking' | 'wrap-up' | 'conventional-pause' | 'paused';

/** An agent's state as everybody may see it. */
export interface AgentStatus {
  readonly agentId: AgentId;
  readonly state: AgentStateName;
  readonly since: Instant;
  /** When the state ends by itself; null when it does not. */
  readonly until: Instant | null;
  /** Why the agent is paused or signed out: what they gave, or `missed-offers`, `phone-dropped`, `phone-transferred`. */
  readonly reason: string | null;
  readonly callId: CallId | null;
  readonly offerId: OfferId | null;
  readonly queueId: QueueId | null;
  /** The reason of a pause that takes effect after wrap-up; null when none is pending. An empty string is a pause without a reason. */
  readonly pendingPause: string | null;
  readonly phoneReachable: boolean;
}

/** What decides whose turn it is among agents who may take the call. */
export interface AgentTurns {
  /** When the agent came free, for the longest idle. */
  readonly idleSince: Instant;
  /** Since signing in, over all queues. */
  readonly callsTaken: number;
  readonly talkedMs: number;
}

/** What the floor remembers of an agent besides the status, so that the last `agent-state` fact tells all there is to know. */
export interface AgentMemory extends AgentTurns {
  /** Offers missed in a row. */
  readonly misses: number;
  /** What the PBX last said of the phone. `phoneReachable` is false as well while the agent is held off. */
  readonly phoneRegistered: boolean;
  /** The agent signed in by a call to the phone, which stays up. Absent: told by a version that did not say. */
  readonly connected?: boolean;
  /** The phone could not be called a moment ago: no offers until then. */
  readonly heldOffUntil: Instant | null;
  /** No call before this instant: the end of a conventional pause that has begun. */
  readonly restUntil: Instant | null;
  /** Seconds of conventional pause that begin when wrap-up ends. */
  readonly restSeconds: number;
  /** Of the conversation, or of the one that wrap-up is about. */
  readonly talkingSince: Instant | null;
  readonly afterCall: AfterCall | null;
}
