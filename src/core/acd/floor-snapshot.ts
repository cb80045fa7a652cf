import { assert } from '../kernel/bug.js';
import type { AgentId, CallId, OfferId, QueueId, SkillId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { IdSource } from '../ports/id-source.js';
import type { AgentMemory, AgentStatus } from './agent-state.js';
import { canBeCalled, canBeOffered, memoryOf, statusOf } from './agent-status.js';
import { newAgent, newQueue, strictSkillsOf } from './configuring.js';
import type { QueueEntry } from './floor-events.js';
import type { QueueSettings, RequiredSkill, SkillGroupSettings } from './floor-settings.js';
import type { Agent, Floor, Offer } from './floor-state.js';
import { createFloor } from './floor.js';
import { setFree, setStaffed, takeSeats } from './lanes.js';
import { findIn, stand } from './line.js';
import { ringsEverywhere } from './settling.js';
import type { OfferStateName } from './transitions.js';

/** The whole floor as plain JSON, without the indexes: they follow from it. */
export interface FloorSnapshot {
  readonly queues: readonly QueueSettings[];
  readonly skillGroups: readonly SkillGroupSettings[];
  readonly agents: readonly AgentSnapshot[];
  readonly callers: readonly CallerSnapshot[];
  /** In the order in which they were made. */
  readonly offers: readonly OfferSnapshot[];
  /** Oldest first. */
  readonly endedOffers: readonly (readonly [OfferId, AgentId])[];
  readonly offersMade: number;
}

export interface AgentSnapshot {
  readonly skills: readonly (readonly [SkillId, number])[];
  readonly status: AgentStatus;
  readonly memory: AgentMemory;
  /** By queue, the number of the last offer. */
  readonly lastOffers: readonly (readonly [QueueId, number])[];
}

export interface CallerSnapshot {
  readonly entry: QueueEntry;
  readonly required: readonly RequiredSkill[];
  readonly missedBy: readonly AgentId[];
}

export interface OfferSnapshot {
  readonly offerId: OfferId;
  readonly callId: CallId;
  readonly agentId: AgentId;
  readonly offeredAt: Instant;
  readonly ringsUntil: Instant;
  readonly state: OfferStateName;
}

/** Two floors with equal snapshots decide alike. What has no order of its own is ordered by id. */
export function snapshotFloor(floor: Floor): FloorSnapshot {
  return canonical({
    queues: [...floor.queues.values()].map((queue) => queue.settings),
    skillGroups: floor.skillGroups,
    agents: [...floor.agents.values()].map((agent) => ({
      skills: [...agent.settings.skills],
      status: statusOf(agent),
      memory: memoryOf(agent),
      lastOffers: [...agent.lastOffers],
    })),
    callers: [...floor.callers.values()].map(({ entry, required, missedBy }) => ({ entry, required, missedBy })),
    offers: [...floor.offers.values()].map(({ offerId, caller, agent, offeredAt, ringsUntil, state }) => {
      return { offerId, callId: caller.entry.callId, agentId: agent.settings.agentId, offeredAt, ringsUntil, state };
    }),
    endedOffers: floor.endedOffers.entries(),
    offersMade: floor.offersMade,
  });
}

export function canonical(snapshot: FloorSnapshot): FloorSnapshot {
  return {
    ...snapshot,
    queues: byKey(snapshot.queues, (queue) => queue.queueId),
    agents: byKey(snapshot.agents, ({ status }) => status.agentId).map((agent) => ({
      ...agent,
      skills: byKey(agent.skills, ([skillId]) => skillId),
      lastOffers: byKey(agent.lastOffers, ([queueId]) => queueId),
    })),
    callers: byKey(snapshot.callers, ({ entry }) => entry.callId).map((caller) => ({
      ...caller,
      missedBy: byKey(caller.missedBy, (agentId) => agentId),
    })),
  };
}

function byKey<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The floor as one string, the same for floors that decide alike. */
export function describeFloor(floor: Floor): string {
  return JSON.stringify(snapshotFloor(floor));
}

/** The floor that was written out, ready to decide. Its timers have to be armed again: `armedTimers` lists them. */
export function restoreFloor(snapshot: FloorSnapshot, ids: IdSource): Floor {
  const floor = createFloor(ids);
  floor.skillGroups = snapshot.skillGroups;
  floor.strictSkills = strictSkillsOf(snapshot.skillGroups);
  floor.offersMade = snapshot.offersMade;
  for (const settings of snapshot.queues) floor.queues.set(settings.queueId, newQueue(settings));
  for (const agent of snapshot.agents) restoreAgent(floor, agent);
  for (const caller of snapshot.callers) restoreCaller(floor, caller);
  for (const offer of snapshot.offers) restoreOffer(floor, offer);
  for (const [offerId, agentId] of snapshot.endedOffers) floor.endedOffers.add(offerId, agentId);
  for (const caller of floor.callers.values()) {
    const { line, ringing } = caller.lane;
    if (caller.offers.length === 0) findIn(caller, line);
    else if (ringsEverywhere(caller)) findIn(caller, ringing);
  }
  for (const agent of floor.agents.values()) setFree(agent, canBeOffered(agent));
  return floor;
}

function restoreAgent(floor: Floor, { skills, status, memory, lastOffers }: AgentSnapshot): void {
  const { agentId, callId, queueId } = status;
  const { talkingSince, afterCall, ...remembered } = memory;
  const { state, since, until, reason, pendingPause } = status;
  const agent: Agent = {
    ...newAgent({ agentId, skills: new Map(skills) }, since),
    ...remembered,
    ...{ state, until, reason, pendingPause },
    lastOffers: new Map(lastOffers),
    work: callId !== null && talkingSince !== null && afterCall !== null ? { callId, queueId, afterCall, talkingSince } : null,
  };
  floor.agents.set(agentId, agent);
  if (state === 'talking' && callId !== null) floor.conversations.set(callId, agent);
  for (const queue of floor.queues.values()) {
    if (!queue.settings.agentIds.includes(agentId)) continue;
    queue.members.add(agent);
    agent.queues.add(queue);
    if (state !== 'signed-out') queue.signedIn += 1;
    takeSeats(agent, queue);
  }
  setStaffed(agent, state !== 'signed-out' && canBeCalled(agent));
}

function restoreCaller(floor: Floor, { entry, required, missedBy }: CallerSnapshot): void {
  const queue = floor.queues.get(entry.queueId);
  assert(queue !== undefined, `the snapshot has a caller in ${entry.queueId} but no such queue`);
  const caller = stand(floor, queue, entry, required);
  caller.missedBy = missedBy;
}

function restoreOffer(floor: Floor, { offerId, callId, agentId, offeredAt, ringsUntil, state }: OfferSnapshot): void {
  const caller = floor.callers.get(callId);
  const agent = floor.agents.get(agentId);
  assert(caller !== undefined && agent !== undefined, `the snapshot has offer ${offerId} of a stranger`);
  const offer: Offer = { offerId, caller, agent, offeredAt, ringsUntil, state };
  floor.offers.set(offerId, offer);
  caller.offers.push(offer);
  agent.offer = offer;
}
