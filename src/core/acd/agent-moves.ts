import { assert } from '../kernel/bug.js';
import { isConsultation } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { AgentStateName } from './agent-state.js';
import { canBeCalled, canBeOffered } from './agent-status.js';
import type { Draft } from './draft.js';
import type { AfterCall } from './floor-settings.js';
import type { Agent, Work } from './floor-state.js';
import { setFree, setStaffed } from './lanes.js';
import { timerKey } from './timer-keys.js';
import { AGENT_TRANSITIONS } from './transitions.js';

/**
 * How long an agent gets no offers after their phone could not be called. Long enough that a dead phone does not spin through the line,
 * short enough that a phone that registers again without telling us is soon back.
 */
export const HOLD_OFF_SECONDS = 5;

export const NOTHING_AFTER: AfterCall = { wrapUpSeconds: 0, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' };

interface Stay {
  readonly until?: Instant | null;
  readonly reason?: string | null;
}

/** The one door between two states of an agent: keeps timer, counts and free lines in step. */
export function move(draft: Draft, agent: Agent, to: AgentStateName, { until = null, reason = null }: Stay = {}): void {
  const from = agent.state;
  assert(AGENT_TRANSITIONS[from][to] !== undefined, `agent ${agent.settings.agentId} cannot go from ${from} to ${to}`);
  const { agentId } = agent.settings;
  if (endsByTimer(from) && agent.until !== null && agent.until > draft.now) {
    draft.orders.push({ type: 'disarm-timer', key: timerKey(from, agentId) });
  }
  agent.state = to;
  agent.since = draft.now;
  agent.until = until;
  agent.reason = reason;
  if (endsByTimer(to) && until !== null) draft.orders.push({ type: 'arm-timer', key: timerKey(to, agentId), at: until });
  if (from === 'signed-out') for (const queue of agent.queues) queue.signedIn += 1;
  if (to === 'signed-out') for (const queue of agent.queues) queue.signedIn -= 1;
  touch(draft, agent);
}

/** Notes that something about the agent changed, and whether they may be offered calls now. */
export function touch(draft: Draft, agent: Agent): void {
  draft.touched.push(agent);
  draft.loosened.push(...setStaffed(agent, agent.state !== 'signed-out' && canBeCalled(agent)));
  if (!canBeOffered(agent)) setFree(agent, false);
  else if (!agent.free) draft.freed.push(agent);
}

function endsByTimer(state: AgentStateName): state is 'wrap-up' | 'conventional-pause' {
  return state === 'wrap-up' || state === 'conventional-pause';
}

/**
 * Ends the agent's conversation and begins what the campaign wants after it. Who was only consulted has nothing to wrap up: the caller was
 * not theirs.
 */
export function endConversation(draft: Draft, agent: Agent): void {
  const { now } = draft;
  const { callId, afterCall: ofCampaign } = closeConversation(draft, agent);
  const afterCall = isConsultation(callId) ? NOTHING_AFTER : ofCampaign;
  planRest(agent, afterCall, now);
  const { wrapUpSeconds } = afterCall;
  if (wrapUpSeconds === 0) endWrapUp(draft, agent, now);
  else move(draft, agent, 'wrap-up', { until: wrapUpSeconds === null ? null : now + seconds(wrapUpSeconds) });
}

/** The conversation is over for the floor. The agent is left in `talking`: whoever closes it says what comes next. */
export function closeConversation(draft: Draft, agent: Agent): Work {
  const { work } = agent;
  const { agentId } = agent.settings;
  assert(work !== null && agent.state === 'talking', `agent ${agentId} is in no conversation`);
  const talkedMs = Math.max(0, draft.now - work.talkingSince);
  agent.talkedMs += talkedMs;
  draft.floor.conversations.delete(work.callId);
  draft.facts.push({ type: 'conversation-ended', callId: work.callId, agentId, talkedSeconds: talkedMs / seconds(1) });
  return work;
}

/** A pause that starts with wrap-up runs from `wrapUpFrom`; one that follows it waits for its end. */
export function planRest(agent: Agent, afterCall: AfterCall, wrapUpFrom: Instant): void {
  const rest = afterCall.conventionalPauseSeconds;
  const withWrapUp = afterCall.conventionalPauseStarts === 'with-wrap-up';
  agent.restUntil = rest > 0 && withWrapUp ? wrapUpFrom + seconds(rest) : null;
  agent.restSeconds = withWrapUp ? 0 : rest;
}

/** Ends wrap-up at `endedAt`, which may lie in the past: a late timer does not lengthen the rest that follows. */
export function endWrapUp(draft: Draft, agent: Agent, endedAt: Instant): void {
  agent.work = null;
  if (agent.restSeconds > 0) agent.restUntil = endedAt + seconds(agent.restSeconds);
  agent.restSeconds = 0;
  if (agent.pendingPause === null) return backToWork(draft, agent, endedAt);
  const reason = agent.pendingPause || null;
  agent.pendingPause = null;
  move(draft, agent, 'paused', { reason });
}

/** Available, idle since `idleSince`; or first the rest that is still due. */
export function backToWork(draft: Draft, agent: Agent, idleSince: Instant): void {
  const { restUntil } = agent;
  if (restUntil !== null && restUntil > draft.now) return move(draft, agent, 'conventional-pause', { until: restUntil });
  agent.restUntil = null;
  agent.idleSince = Math.max(idleSince, restUntil ?? idleSince);
  move(draft, agent, 'available');
}

/** No offers for a while: the phone could not be called. Stays signed in, visibly unreachable. */
export function holdOff(draft: Draft, agent: Agent): void {
  agent.heldOffUntil = draft.now + seconds(HOLD_OFF_SECONDS);
  draft.orders.push({ type: 'arm-timer', key: timerKey('hold-off', agent.settings.agentId), at: agent.heldOffUntil });
  touch(draft, agent);
}

export function endHoldOff(draft: Draft, agent: Agent): void {
  if (agent.heldOffUntil === null) return;
  if (agent.heldOffUntil > draft.now) draft.orders.push({ type: 'disarm-timer', key: timerKey('hold-off', agent.settings.agentId) });
  agent.heldOffUntil = null;
  touch(draft, agent);
}
