import type { AgentId, QueueId, SkillId } from '../kernel/ids.js';
import { move } from './agent-moves.js';
import { byId } from './agent-status.js';
import { overflowIfDeserted } from './agent-requests.js';
import type { FloorRefusal } from './decision.js';
import type { Draft } from './draft.js';
import type { AgentSettings, QueueSettings, SkillGroupSettings } from './floor-settings.js';
import type { Agent, Caller, Queue } from './floor-state.js';
import { laneFor, leaveSeats, setFree, takeSeats } from './lanes.js';
import { changeLane, findIn } from './line.js';
import { byDial, placedBy } from './line-order.js';
import { withdrawFromAgent } from './offers.js';
import { OrderedLine } from './ordered-line.js';
import { meets } from './requirement.js';
import { ringsEverywhere } from './settling.js';

/** A queue is new, or its settings replace those before; callers keep their place, or find the one that the new settings give them. */
export function configureQueue(draft: Draft, settings: QueueSettings): void {
  const { floor } = draft;
  const queue = floor.queues.get(settings.queueId);
  if (queue === undefined) {
    const fresh = newQueue(settings);
    floor.queues.set(settings.queueId, fresh);
    enrol(draft, fresh);
    return;
  }
  const before = queue.settings;
  const wasStaffed = queue.signedIn > 0;
  queue.settings = settings;
  const wanted = new Set(settings.agentIds);
  for (const agent of byId(queue.members)) if (!wanted.has(agent.settings.agentId)) leaveQueue(draft, queue, agent);
  if (before.distribution !== settings.distribution || before.ageingSeconds !== settings.ageingSeconds) rebuildLanes(draft, queue);
  enrol(draft, queue);
  if (wasStaffed) overflowIfDeserted(draft, queue);
}

export function newQueue(settings: QueueSettings): Queue {
  return { settings, line: new OrderedLine<Caller>(byDial), lanes: new Map(), emptyLanes: new Set(), members: new Set(), signedIn: 0 };
}

/** Settings may name agents who are not configured yet: they join when they are. */
function enrol(draft: Draft, queue: Queue): void {
  for (const agentId of queue.settings.agentIds) {
    const agent = draft.floor.agents.get(agentId);
    if (agent !== undefined && !queue.members.has(agent)) joinQueue(draft, queue, agent);
  }
}

function joinQueue(draft: Draft, queue: Queue, agent: Agent): void {
  queue.members.add(agent);
  agent.queues.add(queue);
  if (agent.state !== 'signed-out') queue.signedIn += 1;
  takeSeats(agent, queue);
  lookAgain(draft, agent);
}

function leaveQueue(draft: Draft, queue: Queue, agent: Agent): void {
  if (agent.offer?.caller.queue === queue) sparePhone(draft, agent);
  draft.loosened.push(...leaveSeats(agent, queue));
  queue.members.delete(agent);
  agent.queues.delete(queue);
  if (agent.state !== 'signed-out') queue.signedIn -= 1;
}

/** The agent may no longer serve the call that is ringing; no miss. */
function sparePhone(draft: Draft, agent: Agent): void {
  if (agent.offer === null) return;
  withdrawFromAgent(draft, agent.offer, 'agent-left');
  move(draft, agent, 'available');
}

/** A free agent whose seats changed looks for a caller as if they had just come free. */
function lookAgain(draft: Draft, agent: Agent): void {
  if (!agent.free) return;
  setFree(agent, false);
  draft.freed.push(agent);
}

/** Callers find their places and agents their seats anew: the order, or what makes an agent the best, has changed. */
function rebuildLanes(draft: Draft, queue: Queue): void {
  for (const agent of queue.members) {
    leaveSeats(agent, queue);
    lookAgain(draft, agent);
  }
  const callers = [...queue.line];
  for (const caller of callers) findIn(caller, null);
  queue.lanes.clear();
  queue.emptyLanes.clear();
  queue.line = new OrderedLine<Caller>(byDial);
  for (const caller of callers) {
    Object.assign(caller, placedBy(caller.entry, queue.settings.ageingSeconds));
    queue.line.insert(caller);
    changeLane(caller, laneFor(draft.floor, queue, caller.required));
    if (caller.offers.length === 0) draft.unplaced.push(caller);
    else if (ringsEverywhere(caller)) findIn(caller, caller.lane.ringing);
  }
}

/** Refused while callers stand in its line: nobody is thrown out by an edit. */
export function removeQueue(draft: Draft, queueId: QueueId): FloorRefusal | null {
  const queue = draft.floor.queues.get(queueId);
  if (queue === undefined) return null;
  if (queue.line.size > 0) return { code: 'queue-in-use', message: 'Callers wait in the queue.' };
  for (const agent of [...queue.members]) leaveQueue(draft, queue, agent);
  draft.floor.queues.delete(queueId);
  return null;
}

/** An agent is new, or has other skills: a call that rings and may no longer be theirs is withdrawn. */
export function configureAgent(draft: Draft, settings: AgentSettings): void {
  const { floor } = draft;
  const agent = floor.agents.get(settings.agentId);
  if (agent === undefined) {
    const fresh = newAgent(settings, draft.now);
    floor.agents.set(settings.agentId, fresh);
    for (const queue of floor.queues.values()) if (queue.settings.agentIds.includes(settings.agentId)) joinQueue(draft, queue, fresh);
    return;
  }
  for (const queue of agent.queues) draft.loosened.push(...leaveSeats(agent, queue));
  agent.settings = settings;
  for (const queue of agent.queues) takeSeats(agent, queue);
  lookAgain(draft, agent);
  const ringing = agent.offer?.caller.lane.requirement.skills;
  if (ringing !== undefined && !meets(settings.skills, ringing)) sparePhone(draft, agent);
}

export function newAgent(settings: AgentSettings, since: number): Agent {
  return {
    settings,
    state: 'signed-out',
    since,
    until: null,
    reason: null,
    pendingPause: null,
    phoneRegistered: true,
    connected: false,
    heldOffUntil: null,
    misses: 0,
    idleSince: since,
    callsTaken: 0,
    talkedMs: 0,
    lastOffers: new Map(),
    offer: null,
    work: null,
    restUntil: null,
    restSeconds: 0,
    queues: new Set(),
    seats: new Map(),
    free: false,
    staffed: false,
  };
}

export function removeAgent(draft: Draft, agentId: AgentId): FloorRefusal | null {
  const agent = draft.floor.agents.get(agentId);
  if (agent === undefined) return null;
  if (agent.state !== 'signed-out') return { code: 'agent-signed-in', message: 'The agent is signed in.' };
  for (const queue of [...agent.queues]) leaveQueue(draft, queue, agent);
  draft.floor.agents.delete(agentId);
  return null;
}

export function configureSkillGroups(draft: Draft, groups: readonly SkillGroupSettings[]): void {
  const { floor } = draft;
  floor.skillGroups = groups;
  floor.strictSkills = strictSkillsOf(groups);
  for (const queue of floor.queues.values()) rebuildLanes(draft, queue);
}

/** The skills whose group makes callers wait for the best level. */
export function strictSkillsOf(groups: readonly SkillGroupSettings[]): Set<SkillId> {
  return new Set(groups.filter((group) => !group.autoDecrement).flatMap((group) => group.skillIds));
}
