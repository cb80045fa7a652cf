import { canBeCalled, canBeOffered } from './agent-status.js';
import type { Agent, Caller, Floor, Lane } from './floor-state.js';
import { byStanding } from './line-order.js';
import { meets, rankFor } from './requirement.js';

/**
 * What is wrong with a floor at rest, in sentences; empty when nothing is. Works everything out from the agents and callers themselves,
 * scanning all of them, and so checks the indexes that `decide` relies on. For tests, and for a dump before a supervised restart.
 */
export function brokenInvariants(floor: Floor): string[] {
  const broken: string[] = [];
  for (const agent of floor.agents.values()) broken.push(...wrongWithAgent(floor, agent));
  for (const caller of floor.callers.values()) broken.push(...wrongWithCaller(floor, caller));
  for (const queue of floor.queues.values()) {
    const line = [...queue.line];
    if (line.some((caller, i) => i > 0 && byStanding(line[i - 1] ?? caller, caller) >= 0))
      broken.push(`${queue.settings.queueId} is out of order`);
    const signedIn = [...queue.members].filter(({ state }) => state !== 'signed-out').length;
    if (signedIn !== queue.signedIn) broken.push(`${queue.settings.queueId} counts ${queue.signedIn} signed in of ${signedIn}`);
    for (const lane of queue.lanes.values()) broken.push(...wrongWithLane(lane));
  }
  for (const offer of floor.offers.values()) {
    if (offer.agent.offer !== offer) broken.push(`offer ${offer.offerId} is unknown to its agent`);
    if (floor.callers.get(offer.caller.entry.callId) !== offer.caller) broken.push(`offer ${offer.offerId} is of a caller who left`);
  }
  for (const [callId, agent] of floor.conversations) {
    if (agent.work?.callId !== callId || agent.state !== 'talking') broken.push(`${callId} talks to nobody`);
  }
  return broken;
}

function wrongWithAgent(floor: Floor, agent: Agent): string[] {
  const { agentId, skills } = agent.settings;
  const broken: string[] = [];
  const fail = (what: string): unknown => broken.push(`agent ${agentId} ${what}`);
  if ((agent.state === 'offered') !== (agent.offer !== null)) fail(`is ${agent.state} with${agent.offer === null ? 'out' : ''} an offer`);
  if (agent.offer !== null && floor.offers.get(agent.offer.offerId) !== agent.offer) fail('rings for an offer that is over');
  if (agent.offer !== null && !meets(skills, agent.offer.caller.lane.requirement.skills)) fail('is offered a call without the skills');
  if (agent.offer !== null && !agent.queues.has(agent.offer.caller.queue)) fail('is offered a call of a queue of others');
  if (agent.state === 'talking' && floor.conversations.get(agent.work?.callId ?? ('' as never)) !== agent) fail('talks to nobody');
  if (agent.work !== null && agent.state !== 'talking' && agent.state !== 'wrap-up')
    fail(`is ${agent.state} and still has a call to finish`);
  if (agent.pendingPause !== null && agent.state !== 'talking' && agent.state !== 'wrap-up') fail(`is ${agent.state} with a pause pending`);
  if (agent.state === 'available' && agent.restUntil !== null) fail('is available and due to rest');
  if (agent.free !== canBeOffered(agent)) fail(`is ${agent.state}, ${agent.free ? '' : 'not '}in the free lines`);
  if (agent.staffed !== (agent.state !== 'signed-out' && canBeCalled(agent))) fail('is miscounted as at work');
  const lanes = [...agent.queues].flatMap((queue) => [...queue.lanes.values()]).filter((lane) => meets(skills, lane.requirement.skills));
  if (lanes.length !== agent.seats.size || lanes.some((lane) => agent.seats.get(lane)?.lane !== lane)) fail('has the wrong seats');
  for (const seat of agent.seats.values()) {
    if ([...seat.lane.free].includes(seat) !== agent.free) fail('is in the free line of some lanes only');
    if (seat.rank !== rankFor(skills, seat.lane.requirement.skills)) fail('has a stale rank');
  }
  return broken;
}

function wrongWithCaller(floor: Floor, caller: Caller): string[] {
  const { callId } = caller.entry;
  const broken: string[] = [];
  const fail = (what: string): unknown => broken.push(`caller ${callId} ${what}`);
  if (floor.conversations.has(callId)) fail('waits and talks');
  if (![...caller.queue.line].includes(caller)) fail('is missing in the line');
  if (caller.queue.lanes.get(caller.lane.requirement.key) !== caller.lane) fail('is in a lane that is gone');
  if (caller.offers.some((offer) => floor.offers.get(offer.offerId) !== offer || offer.caller !== caller))
    fail('counts on an offer that is over');
  const expected =
    caller.offers.length === 0 ? caller.lane.line : caller.queue.settings.distribution === 'ring-all' ? caller.lane.ringing : null;
  if (caller.foundIn !== expected) fail('is not where they are looked for');
  if (caller.foundIn !== null && ![...caller.foundIn].includes(caller)) fail('is missing in the lane');
  return broken;
}

/** Nobody eligible waits while an eligible agent is free; without automatic decrement, only agents of the best level at work are eligible. */
function wrongWithLane(lane: Lane): string[] {
  const waiting = [...lane.queue.line].filter((caller) => caller.lane === lane);
  const broken: string[] = [];
  const fail = (what: string): unknown => broken.push(`lane ${lane.queue.settings.queueId} ${lane.requirement.key} ${what}`);
  if (waiting.length !== lane.callers) fail('miscounts its callers');
  if (lane.queue.emptyLanes.has(lane) !== (waiting.length === 0)) fail('is not known as empty or filled');
  const eligible = [...lane.queue.members].filter((agent) => meets(agent.settings.skills, lane.requirement.skills));
  const strictRank = (agent: Agent): number => rankFor(agent.settings.skills, lane.strict);
  const atWork = eligible.filter((agent) => agent.state !== 'signed-out' && canBeCalled(agent));
  const bar = Math.max(0, ...atWork.map(strictRank));
  if (bar !== lane.bar) fail('has a stale bar');
  const free = eligible.filter((agent) => canBeOffered(agent) && strictRank(agent) >= bar);
  const [idle] = free;
  const [unserved] = waiting.filter((caller) => caller.offers.length === 0);
  if (idle !== undefined && unserved !== undefined) fail(`lets ${unserved.entry.callId} wait while ${idle.settings.agentId} is free`);
  return broken;
}
