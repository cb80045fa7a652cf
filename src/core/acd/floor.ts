import type { AgentId, CallId, QueueId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { IdSource } from '../ports/id-source.js';
import type { AgentStatus } from './agent-state.js';
import { memoryOf, statusOf } from './agent-status.js';
import { apply } from './applying.js';
import type { Decision } from './decision.js';
import { draftOf } from './draft.js';
import { EndedOffers } from './ended-offers.js';
import type { FloorEvent } from './floor-events.js';
import type { AdmissionLimits } from './floor-settings.js';
import type { Floor } from './floor-state.js';
import { positionIn } from './line.js';
import { settle } from './settling.js';

export type { Floor };

/** An empty floor. `ids` names the offers and draws lots where the distribution is random. */
export function createFloor(ids: IdSource): Floor {
  return {
    ids,
    queues: new Map(),
    agents: new Map(),
    callers: new Map(),
    conversations: new Map(),
    offers: new Map(),
    endedOffers: new EndedOffers(),
    skillGroups: [],
    strictSkills: new Set(),
    offersMade: 0,
  };
}

/**
 * What one event leads to. Deterministic: no I/O, no clock of its own; the same events at the same instants with the same id source lead to
 * the same decisions. The floor is changed in place and has one writer. Every event is decided in every state: late, duplicate and
 * unknown ones change nothing, except that a phone answered too late is let go. A refused request changed nothing.
 */
export function decide(floor: Floor, event: FloorEvent, now: Instant): Decision {
  const draft = draftOf(floor, now);
  const refusal = apply(draft, event);
  settle(draft);
  // A state passed through within the decision is not told.
  for (const agent of draft.touched.length > 1 ? new Set(draft.touched) : draft.touched)
    draft.facts.push({ type: 'agent-state', ...statusOf(agent), memory: memoryOf(agent) });
  return { orders: draft.orders, facts: draft.facts, refusal };
}

export function agentStatus(floor: Floor, agentId: AgentId): AgentStatus | null {
  const agent = floor.agents.get(agentId);
  return agent === undefined ? null : statusOf(agent);
}

/** Agents who signed in by a call to the phone, which stays up. */
export function connectedAgents(floor: Floor): AgentId[] {
  return [...floor.agents.values()].filter(({ connected }) => connected).map(({ settings }) => settings.agentId);
}

export function agentStatuses(floor: Floor): AgentStatus[] {
  return [...floor.agents.values()].map(statusOf);
}

/** Place in the line, 1 first, those being offered included; null for a call that does not wait. */
export function positionOf(floor: Floor, callId: CallId): number | null {
  const caller = floor.callers.get(callId);
  return caller === undefined ? null : positionIn(caller);
}

/** How many wait in the queue, all campaigns together, those whose call is ringing on an agent's phone included. */
export function waitingCount(floor: Floor, queueId: QueueId): number {
  return floor.queues.get(queueId)?.line.size ?? 0;
}

/** Whether anybody who serves the queue is at work, paused or not: where nobody is, a wait has no end. Of an unknown queue: nobody. */
export function isStaffed(floor: Floor, queueId: QueueId): boolean {
  return (floor.queues.get(queueId)?.signedIn ?? 0) > 0;
}

/** Agents signed in by state. `conventionalPause`: those of `paused` who only rest between two calls. */
export type AgentCounts = Readonly<Record<'available' | 'offered' | 'talking' | 'wrapUp' | 'paused' | 'conventionalPause', number>>;

export interface QueueStatus {
  readonly waiting: number;
  /** Of the caller who waits longest, wherever they stand; 0 when nobody waits. */
  readonly longestWaitSeconds: number;
  readonly agents: AgentCounts;
}

export function queueIds(floor: Floor): QueueId[] {
  return [...floor.queues.keys()];
}

/** Reads the whole line for the longest wait: for boards, not for decisions. A queue that is unknown is empty. */
export function queueStatus(floor: Floor, queueId: QueueId, now: Instant): QueueStatus {
  const queue = floor.queues.get(queueId);
  const agents = { available: 0, offered: 0, talking: 0, wrapUp: 0, paused: 0, conventionalPause: 0 };
  for (const { state } of queue?.members ?? []) {
    if (state === 'wrap-up') agents.wrapUp += 1;
    else if (state === 'conventional-pause') {
      agents.paused += 1;
      agents.conventionalPause += 1;
    } else if (state !== 'signed-out') agents[state] += 1;
  }
  let earliest = now;
  for (const { entry } of queue?.line ?? []) earliest = Math.min(earliest, entry.queuedAt);
  return { waiting: waitingCount(floor, queueId), longestWaitSeconds: (now - earliest) / seconds(1), agents };
}

/**
 * Why a caller who arrives now may not enter the line; null when they may. Both limits are strict: at the limit itself one is admitted. The
 * wait comes first. Nobody signed in is an infinite wait, whatever the estimate; an unknown wait never refuses.
 */
export function admissionRefusal(
  floor: Floor,
  queueId: QueueId,
  limits: AdmissionLimits,
  ewtSeconds: number | null | 'infinite',
): 'wait' | 'queue-length' | null {
  const wait = !isStaffed(floor, queueId) || ewtSeconds === 'infinite' ? Infinity : (ewtSeconds ?? 0);
  if (limits.waitSeconds !== null && wait > limits.waitSeconds) return 'wait';
  if (limits.queueLength !== null && waitingCount(floor, queueId) > limits.queueLength) return 'queue-length';
  return null;
}
