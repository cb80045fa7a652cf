import type { AgentId, CallId, OfferId, QueueId, SkillId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { IdSource } from '../ports/id-source.js';
import type { AgentStateName } from './agent-state.js';
import type { EndedOffers } from './ended-offers.js';
import type { QueueEntry } from './floor-events.js';
import type { AfterCall, AgentSettings, QueueSettings, RequiredSkill, SkillGroupSettings } from './floor-settings.js';
import type { InLine } from './line-order.js';
import type { OrderedLine, Placed } from './ordered-line.js';
import type { Requirement, SkillFloor } from './requirement.js';
import type { OfferStateName } from './transitions.js';

/**
 * All that calls compete for. One writer owns it and changes it in place through `decide` only: ten thousand callers are not copied for
 * each event. Everybody else reads it through the queries.
 */
export interface Floor {
  readonly ids: IdSource;
  readonly queues: Map<QueueId, Queue>;
  readonly agents: Map<AgentId, Agent>;
  /** Everybody who stands in a line, offered or not. */
  readonly callers: Map<CallId, Caller>;
  /** Who talks with whom. */
  readonly conversations: Map<CallId, Agent>;
  /** Offers that are neither answered nor over. */
  readonly offers: Map<OfferId, Offer>;
  readonly endedOffers: EndedOffers;
  skillGroups: readonly SkillGroupSettings[];
  /** Skills of the groups without automatic decrement. */
  strictSkills: ReadonlySet<SkillId>;
  /** Offers made so far: the round robin's memory is the number of an agent's last one. */
  offersMade: number;
}

export interface Queue {
  settings: QueueSettings;
  /** The whole line, in order; those being offered keep their place. */
  line: OrderedLine<Caller>;
  readonly lanes: Map<string, Lane>;
  /** The lanes nobody stands in, the one that has been empty longest first. */
  readonly emptyLanes: Set<Lane>;
  /** The configured agents, whether signed in or not. */
  readonly members: Set<Agent>;
  signedIn: number;
}

/**
 * The callers of one queue who require the same, and the agents who may serve them: the index that makes finding the next pair cheap.
 * At rest, callers and free agents who may serve never face each other in a lane.
 */
export interface Lane {
  readonly queue: Queue;
  readonly requirement: Requirement;
  /** The required skills of groups without automatic decrement. */
  readonly strict: readonly SkillFloor[];
  /** Who waits without an offer. */
  readonly line: OrderedLine<Caller>;
  /** Whose call is ringing everywhere (ring all) and may still ring on one phone more. */
  readonly ringing: OrderedLine<Caller>;
  /** Free agents who have the skills, best first. */
  readonly free: OrderedLine<Seat>;
  /** How many agents at work have each strict rank. */
  readonly staff: Map<number, number>;
  /** The best strict rank at work; agents below it do not serve this lane. */
  bar: number;
  /** Callers who belong here, offered ones included. */
  callers: number;
}

/** An agent's place in a lane. */
export interface Seat extends Placed {
  readonly agent: Agent;
  readonly lane: Lane;
  readonly rank: number;
  readonly strictRank: number;
  /** From the ranks: who is below the lane's bar comes after all who are not, then the better first. */
  readonly major: number;
  /** The distribution's figure, smaller first; worked out when the agent comes free and constant until the next offer. */
  minor: number;
}

export interface Caller extends InLine {
  readonly entry: QueueEntry;
  readonly queue: Queue;
  major: number;
  minor: number;
  lane: Lane;
  /** What is still required, with what may yet be relaxed. */
  required: readonly RequiredSkill[];
  relaxAt: Instant | null;
  /** The line of the lane where the caller can be found now, `line` or `ringing`. */
  foundIn: OrderedLine<Caller> | null;
  readonly offers: Offer[];
  /** Who missed this call since everybody had a chance anew. */
  missedBy: readonly AgentId[];
}

export interface Offer {
  readonly offerId: OfferId;
  readonly caller: Caller;
  readonly agent: Agent;
  readonly offeredAt: Instant;
  ringsUntil: Instant;
  state: OfferStateName;
}

/** The conversation an agent is in, or the one that wrap-up is about. */
export interface Work {
  readonly callId: CallId;
  readonly queueId: QueueId | null;
  readonly afterCall: AfterCall;
  readonly talkingSince: Instant;
}

export interface Agent {
  settings: AgentSettings;
  state: AgentStateName;
  since: Instant;
  until: Instant | null;
  reason: string | null;
  pendingPause: string | null;
  phoneRegistered: boolean;
  /** Signed in by a call to the phone, which stays up. */
  connected: boolean;
  /** The phone could not be called a moment ago: no offers until then. */
  heldOffUntil: Instant | null;
  /** Offers missed in a row. */
  misses: number;
  /** For the longest idle: when the agent came free. A withdrawn offer does not interrupt idleness, a missed one does. */
  idleSince: Instant;
  /** Since signing in, over all queues. */
  callsTaken: number;
  talkedMs: number;
  /** By queue, the number of the last offer. */
  readonly lastOffers: Map<QueueId, number>;
  offer: Offer | null;
  work: Work | null;
  /** No call before this instant: the end of a conventional pause that has begun. */
  restUntil: Instant | null;
  /** Seconds of conventional pause that begin when wrap-up ends. */
  restSeconds: number;
  readonly queues: Set<Queue>;
  readonly seats: Map<Lane, Seat>;
  /** In the `free` line of each of the seats. */
  free: boolean;
  /** Counted in the `staff` of each of the seats: signed in, with a phone that can be called. */
  staffed: boolean;
}
