import { compareIds } from './agent-status.js';
import type { Agent, Caller, Floor, Lane, Queue, Seat } from './floor-state.js';
import { byDial } from './line-order.js';
import { OrderedLine } from './ordered-line.js';
import { meets, rankFor, RANKS, requirementOf, type SkillFloor } from './requirement.js';

/** Requirements change with campaigns: of more lanes than this, a queue forgets those that nobody stands in. */
const LANES_KEPT = 256;

/** The lane of those who require these skills, made when the first of them comes. */
export function laneFor(floor: Floor, queue: Queue, required: readonly SkillFloor[]): Lane {
  const requirement = requirementOf(required);
  const known = queue.lanes.get(requirement.key);
  if (known !== undefined) return known;
  const lane: Lane = {
    queue,
    requirement,
    strict: requirement.skills.filter((skill) => floor.strictSkills.has(skill.skillId)),
    line: new OrderedLine<Caller>(byDial),
    ringing: new OrderedLine<Caller>(byDial),
    free: new OrderedLine<Seat>(byAgent),
    staff: new Map(),
    bar: 0,
    callers: 0,
  };
  queue.lanes.set(requirement.key, lane);
  for (const agent of queue.members) takeSeat(agent, lane);
  return lane;
}

/** Notes that a caller belongs to the lane, or no longer does. What has long been empty is forgotten, so that free agents need not stand there. */
export function countCaller(lane: Lane, by: 1 | -1): void {
  const { queue } = lane;
  lane.callers += by;
  if (by === 1) queue.emptyLanes.delete(lane);
  else if (lane.callers === 0 && queue.lanes.get(lane.requirement.key) === lane) queue.emptyLanes.add(lane);
  if (queue.lanes.size > LANES_KEPT) forgetEmptyLanes(queue);
}

function forgetEmptyLanes({ lanes, emptyLanes, members }: Queue): void {
  for (const lane of emptyLanes) {
    if (lanes.size <= LANES_KEPT) return;
    for (const agent of members) agent.seats.delete(lane);
    lanes.delete(lane.requirement.key);
    emptyLanes.delete(lane);
  }
}

function byAgent(a: Seat, b: Seat): number {
  return compareIds(a.agent.settings.agentId, b.agent.settings.agentId);
}

/** Whether the agent may take a caller of the lane when free: not while a better one is at work and the group does not decrement. */
export function mayServe(seat: Seat): boolean {
  return seat.strictRank >= seat.lane.bar;
}

export function seatIn(agent: Agent, lane: Lane): Seat | undefined {
  return agent.seats.get(lane);
}

function takeSeat(agent: Agent, lane: Lane): void {
  const levels = agent.settings.skills;
  if (!meets(levels, lane.requirement.skills)) return;
  const rank = rankFor(levels, lane.requirement.skills);
  const strictRank = rankFor(levels, lane.strict);
  const seat: Seat = { agent, lane, rank, strictRank, major: 0 - strictRank * RANKS - rank, minor: 0 };
  agent.seats.set(lane, seat);
  if (agent.staffed) count(seat, 1);
  if (agent.free) stand(seat);
}

/** Gives the agent a seat in every lane of the queue that their skills fit. */
export function takeSeats(agent: Agent, queue: Queue): void {
  for (const lane of queue.lanes.values()) takeSeat(agent, lane);
}

/** Takes the agent's seats in the queue away. Answers the lanes whose bar fell: others may serve there now. */
export function leaveSeats(agent: Agent, queue: Queue): Lane[] {
  const loosened: Lane[] = [];
  for (const [lane, seat] of agent.seats) {
    if (lane.queue !== queue) continue;
    if (agent.free) lane.free.remove(seat);
    if (agent.staffed && count(seat, -1)) loosened.push(lane);
    agent.seats.delete(lane);
  }
  return loosened;
}

/** Puts the agent among the free of every lane, or takes the agent out. */
export function setFree(agent: Agent, free: boolean): void {
  if (agent.free === free) return;
  agent.free = free;
  for (const seat of agent.seats.values()) {
    if (free) stand(seat);
    else seat.lane.free.remove(seat);
  }
}

/** Counts the agent as at work or not. Answers the lanes whose bar fell. */
export function setStaffed(agent: Agent, staffed: boolean): readonly Lane[] {
  if (agent.staffed === staffed) return [];
  agent.staffed = staffed;
  const loosened: Lane[] = [];
  for (const [lane, seat] of agent.seats) if (count(seat, staffed ? 1 : -1)) loosened.push(lane);
  return loosened;
}

function stand(seat: Seat): void {
  seat.minor = turnOf(seat);
  seat.lane.free.insert(seat);
}

function turnOf({ agent, lane }: Seat): number {
  const { distribution, queueId } = lane.queue.settings;
  switch (distribution) {
    case 'longest-idle':
    case 'ring-all':
      return agent.idleSince;
    case 'round-robin':
      return agent.lastOffers.get(queueId) ?? 0;
    case 'fewest-calls':
      return agent.callsTaken;
    case 'least-talk-time':
      return agent.talkedMs;
    case 'random':
      return 0;
  }
}

/** Counts a seat as staffed or not and keeps the lane's bar. True when the bar fell. */
function count(seat: Seat, by: 1 | -1): boolean {
  const { lane, strictRank } = seat;
  if (lane.strict.length === 0) return false;
  const staffed = (lane.staff.get(strictRank) ?? 0) + by;
  if (staffed > 0) lane.staff.set(strictRank, staffed);
  else lane.staff.delete(strictRank);
  const before = lane.bar;
  lane.bar = Math.max(0, ...lane.staff.keys());
  return lane.bar < before;
}
