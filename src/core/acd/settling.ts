import { byId, canBeOffered } from './agent-status.js';
import type { Draft } from './draft.js';
import type { Agent, Caller, Lane, Seat } from './floor-state.js';
import { mayServe, setFree } from './lanes.js';
import { findIn } from './line.js';
import { byArrival, byStanding, effectivePriority } from './line-order.js';
import { startOffer } from './offers.js';
import type { Instant } from '../kernel/time.js';

/**
 * Makes the pairs: afterwards no caller waits while somebody who may serve them is free. One caller looks for an agent, or one agent for a
 * caller; only when several come free at once are lanes compared with each other, the caller who is first choosing first.
 */
export function settle(draft: Draft): void {
  if (draft.freed.length + draft.unplaced.length + draft.loosened.length === 0) return;
  const freed = draft.freed.filter((agent) => canBeOffered(agent) && !agent.free);
  const unplaced = draft.unplaced.filter((caller) => caller.offers.length === 0 && draft.floor.callers.get(caller.entry.callId) === caller);
  const [caller] = unplaced;
  const [agent] = freed;
  if (draft.loosened.length === 0 && freed.length + unplaced.length <= 1) {
    if (caller !== undefined) placeCaller(draft, caller);
    else if (agent !== undefined) placeAgent(draft, agent);
    return;
  }
  for (const each of unplaced) findIn(each, each.lane.line);
  for (const each of freed) setFree(each, true);
  pairOff(draft, competingLanes(draft, freed, unplaced));
  for (const each of byId(freed)) if (each.free) joinRinging(draft, each);
}

function competingLanes(draft: Draft, freed: readonly Agent[], unplaced: readonly Caller[]): Set<Lane> {
  const lanes = new Set(draft.loosened);
  for (const { lane } of unplaced) lanes.add(lane);
  for (const agent of freed) for (const lane of agent.seats.keys()) if (lane.line.size > 0) lanes.add(lane);
  return lanes;
}

function pairOff(draft: Draft, lanes: Set<Lane>): void {
  for (;;) {
    let first: Caller | undefined;
    for (const lane of lanes) {
      const caller = lane.line.first;
      const seat = lane.free.first;
      if (caller === undefined || seat === undefined || !mayServe(seat)) lanes.delete(lane);
      else if (first === undefined || comesFirst(caller, first, draft.now)) first = caller;
    }
    if (first === undefined) return;
    startRound(draft, first, choose(draft, first));
  }
}

function placeCaller(draft: Draft, caller: Caller): void {
  const seats = choose(draft, caller);
  if (seats.length > 0) startRound(draft, caller, seats);
  else findIn(caller, caller.lane.line);
}

/** The agent takes the first caller over all their queues; else joins a call that rings everywhere; else is free. */
function placeAgent(draft: Draft, agent: Agent): void {
  let first: Caller | undefined;
  let taken: Seat | undefined;
  for (const seat of agent.seats.values()) {
    const caller = seat.lane.line.first;
    if (caller === undefined || !mayServe(seat)) continue;
    if (first !== undefined && !comesFirst(caller, first, draft.now)) continue;
    first = caller;
    taken = seat;
  }
  if (first !== undefined && taken !== undefined) return startRound(draft, first, [taken]);
  setFree(agent, true);
  joinRinging(draft, agent);
}

/** Within a queue the line decides; between queues effective priority, then longest waiting, then id. */
function comesFirst(caller: Caller, other: Caller, now: Instant): boolean {
  if (caller.queue === other.queue) return byStanding(caller, other) < 0;
  const priority = effectivePriority(caller.entry, caller.queue.settings.ageingSeconds, now);
  const otherPriority = effectivePriority(other.entry, other.queue.settings.ageingSeconds, now);
  return priority !== otherPriority ? priority > otherPriority : byArrival(caller, other) < 0;
}

/** Rings the call on these phones. When nobody is left who has not missed it, the misses are forgotten: everybody gets another chance. */
function startRound(draft: Draft, caller: Caller, seats: readonly Seat[]): void {
  const anew = ringsEverywhere(caller) || seats.some(({ agent }) => hasMissed(agent, caller));
  if (anew && caller.missedBy.length > 0) caller.missedBy = [];
  findIn(caller, ringsEverywhere(caller) ? caller.lane.ringing : null);
  for (const { agent } of seats) startOffer(draft, caller, agent);
}

function joinRinging(draft: Draft, agent: Agent): void {
  let first: Caller | undefined;
  for (const seat of agent.seats.values()) {
    if (seat.lane.ringing.size === 0 || !mayServe(seat)) continue;
    for (const caller of seat.lane.ringing) {
      if (hasMissed(agent, caller)) continue;
      if (first === undefined || comesFirst(caller, first, draft.now)) first = caller;
      break;
    }
  }
  if (first !== undefined) startOffer(draft, first, agent);
}

/** A ringing call whose requirement was relaxed rings on the phones of those who may serve it now as well. */
export function ringMore(draft: Draft, caller: Caller): void {
  for (const { agent } of servable(caller.lane)) if (!hasMissed(agent, caller)) startOffer(draft, caller, agent);
}

export function ringsEverywhere(caller: Caller): boolean {
  return caller.queue.settings.distribution === 'ring-all';
}

/** The free agents to offer this call to: all who may serve it, or the best one; empty when there is none. */
function choose(draft: Draft, caller: Caller): readonly Seat[] {
  if (ringsEverywhere(caller)) return servable(caller.lane);
  const best = caller.queue.settings.distribution === 'random' ? drawn(draft, caller.lane) : caller.lane.free.first;
  if (best === undefined || !mayServe(best)) return [];
  if (!hasMissed(best.agent, caller)) return [best];
  return [another(caller) ?? best];
}

function servable(lane: Lane): readonly Seat[] {
  const seats: Seat[] = [];
  for (const seat of lane.free) {
    if (!mayServe(seat)) break;
    seats.push(seat);
  }
  return seats;
}

/** Chance decides between those of the best rank. */
function drawn(draft: Draft, lane: Lane): Seat | undefined {
  const best = lane.free.first;
  if (best === undefined) return undefined;
  // The first seat that could stand after the best ones: `minor` is 0 for all of them.
  const equals = lane.free.rank({ ...best, minor: 1 });
  return equals === 1 ? best : lane.free.at(Math.floor(draft.floor.ids.chance() * equals));
}

/** The next best agent who has not missed this call. */
function another(caller: Caller): Seat | undefined {
  for (const seat of caller.lane.free) {
    if (!mayServe(seat)) return undefined;
    if (!hasMissed(seat.agent, caller)) return seat;
  }
  return undefined;
}

/** Since everybody had another chance. */
function hasMissed({ settings }: Agent, { missedBy }: Caller): boolean {
  return missedBy.includes(settings.agentId);
}
