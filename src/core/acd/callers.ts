import type { AgentId, CallId } from '../kernel/ids.js';
import { endConversation, endWrapUp, holdOff, touch } from './agent-moves.js';
import type { FloorRefusal } from './decision.js';
import type { Draft } from './draft.js';
import type { FloorEvent, QueueEntry } from './floor-events.js';
import type { Caller } from './floor-state.js';
import { laneFor } from './lanes.js';
import { changeLane, findIn, isOverflowDue, leaveLine, overflow, positionIn, stand } from './line.js';
import { withdrawAll } from './offers.js';
import { nextRelaxation, relaxingSince, stillRequired } from './requirement.js';
import { ringMore, ringsEverywhere } from './settling.js';
import { timerKey } from './timer-keys.js';

export function queueCaller(draft: Draft, entry: QueueEntry): FloorRefusal | null {
  if (draft.floor.conversations.has(entry.callId)) return refusal('call-in-conversation', 'The call is with an agent: end that first.');
  const caller = enter(draft, entry);
  if ('code' in caller) return caller;
  const { callId, queueId, campaignId, queuedAt, priority } = entry;
  draft.facts.push({ type: 'call-queued', callId, queueId, campaignId, queuedAt, priority, position: positionIn(caller), entry });
  return null;
}

/**
 * Puts a caller back where they stood. Ends a conversation that never began: no wrap-up for the agent, whose phone vanished while being
 * connected, so it is left alone for a moment.
 */
export function putBack(draft: Draft, entry: QueueEntry): FloorRefusal | null {
  const { callId, queueId } = entry;
  const agent = draft.floor.conversations.get(callId);
  if (agent !== undefined) draft.floor.conversations.delete(callId);
  const caller = enter(draft, entry);
  if ('code' in caller) {
    if (agent !== undefined) draft.floor.conversations.set(callId, agent);
    return caller;
  }
  const agentId = agent?.settings.agentId ?? null;
  draft.facts.push({ type: 'call-put-back', callId, queueId, agentId, position: positionIn(caller), entry });
  if (agent === undefined) return null;
  agent.callsTaken -= 1;
  endWrapUp(draft, agent, agent.idleSince);
  holdOff(draft, agent);
  return null;
}

function enter(draft: Draft, entry: QueueEntry): Caller | FloorRefusal {
  const { floor, now } = draft;
  const { callId, queueId, overflowAt } = entry;
  const queue = floor.queues.get(queueId);
  if (queue === undefined) return refusal('unknown-queue', `There is no queue ${queueId}.`);
  if (floor.callers.has(callId)) return refusal('call-already-queued', 'The call stands in a line already.');
  // A caller who comes back has waited already: what should have been relaxed meanwhile is.
  const caller = stand(floor, queue, entry, stillRequired(entry.requiredSkills, relaxingSince(entry), now));
  if (overflowAt !== null) draft.orders.push({ type: 'arm-timer', key: timerKey('loops', callId), at: overflowAt });
  if (caller.relaxAt !== null) draft.orders.push({ type: 'arm-timer', key: timerKey('relax', callId), at: caller.relaxAt });
  draft.unplaced.push(caller);
  return caller;
}

function refusal(code: string, message: string): FloorRefusal {
  return { code, message };
}

/** The caller hung up or was taken elsewhere. Says nothing of a caller who is not in the line: an agent's answer may have come first. */
export function callerLeft(draft: Draft, callId: CallId): void {
  const caller = draft.floor.callers.get(callId);
  if (caller === undefined) return;
  withdrawAll(draft, caller, 'caller-left');
  leaveLine(draft, caller, 'caller-left');
}

/** Ends the conversation of exactly this agent and call; anything else is late news. */
export function conversationEnded(draft: Draft, callId: CallId, agentId: AgentId): void {
  const agent = draft.floor.conversations.get(callId);
  if (agent?.settings.agentId === agentId) endConversation(draft, agent);
}

/** Nobody was put together with the agent, who goes on as if nothing had been. Anything but exactly this agent and call is late news. */
export function neverBegan(draft: Draft, callId: CallId, agentId: AgentId): void {
  const agent = draft.floor.conversations.get(callId);
  if (agent?.settings.agentId !== agentId) return;
  draft.floor.conversations.delete(callId);
  draft.facts.push({ type: 'conversation-never-began', callId, agentId });
  agent.callsTaken -= 1;
  endWrapUp(draft, agent, agent.idleSince);
}

/** Whoever had the caller goes on to wrap-up, and who was consulted goes on with the caller. A consultation that is over hands over nothing. */
export function handOver(draft: Draft, handing: Extract<FloorEvent, { readonly type: 'conversation-handed-over' }>): void {
  const { callId, consultation, agentId } = handing;
  const { conversations, callers } = draft.floor;
  const heir = conversations.get(consultation);
  if (heir?.work == null || heir.settings.agentId !== agentId || callId === consultation || callers.has(callId)) return;
  const before = conversations.get(callId);
  if (before !== undefined) endConversation(draft, before);
  conversations.delete(consultation);
  heir.work = { ...heir.work, callId };
  conversations.set(callId, heir);
  draft.facts.push(handing);
  touch(draft, heir);
}

/** The skills whose time has passed are no longer required: the caller changes lane, and may find an agent there. */
export function relax(draft: Draft, caller: Caller): void {
  const { callId, queueId } = caller.entry;
  const before = caller.required;
  const since = relaxingSince(caller.entry);
  caller.required = stillRequired(before, since, draft.now);
  caller.relaxAt = nextRelaxation(caller.required, since);
  if (caller.relaxAt !== null) draft.orders.push({ type: 'arm-timer', key: timerKey('relax', callId), at: caller.relaxAt });
  const skillIds = before.filter((skill) => !caller.required.includes(skill)).map((skill) => skill.skillId);
  draft.facts.push({ type: 'requirement-relaxed', callId, queueId, skillIds });
  changeLane(caller, laneFor(draft.floor, caller.queue, caller.required));
  if (caller.offers.length === 0) draft.unplaced.push(caller);
  else if (ringsEverywhere(caller)) {
    findIn(caller, caller.lane.ringing);
    ringMore(draft, caller);
  }
}

/** The loops ran out. A phone that is ringing may still be answered: the caller overflows when that comes to nothing. */
export function loopsRanOut(draft: Draft, caller: Caller): void {
  if (caller.offers.length === 0 && isOverflowDue(caller, draft.now)) overflow(draft, caller, 'loops');
}
