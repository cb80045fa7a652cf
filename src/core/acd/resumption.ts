import type { CallId } from '../kernel/ids.js';
import type { AgentMemory, AgentStatus } from './agent-state.js';
import { backToWork, endWrapUp, move, NOTHING_AFTER, planRest } from './agent-moves.js';
import { statusOf } from './agent-status.js';
import type { Draft } from './draft.js';
import type { AgentResumption } from './floor-events.js';
import type { Agent } from './floor-state.js';
import { withdrawFromAgent } from './offers.js';

/** Where an agent is to be taken up whose state was last told like this; null for who was signed out. */
export function resumptionOf(last: AgentStatus & { readonly memory: AgentMemory }): AgentResumption | null {
  const { agentId, state, since, until, reason, callId, queueId, pendingPause, memory } = last;
  if (state === 'signed-out') return null;
  const { misses, afterCall, restUntil, connected, idleSince, callsTaken, talkedMs } = memory;
  const turns = { idleSince, callsTaken, talkedMs };
  const saved = { agentId, since, reason, misses, afterCall, pendingPause, restUntil, connected, turns };
  // The offer died with us: the agent is free again, with the caller still first in line.
  if (state === 'offered') return { ...saved, state: 'available', until: null, callId: null, queueId: null };
  return { ...saved, state, until, callId, queueId };
}

/**
 * Takes an agent up where the death of the backend left them. What would have ended meanwhile ends now, and what follows counts from when
 * it should have ended. An agent who is signed in already has moved on and the saved state is old news; except a conversation, which was
 * found on the PBX and is the truth.
 */
export function resumeAgent(draft: Draft, agent: Agent, saved: AgentResumption): void {
  if (agent.state !== 'signed-out') {
    if (saved.state === 'talking') foundTalking(draft, agent, saved);
    return;
  }
  agent.misses = saved.misses;
  agent.connected ||= saved.connected ?? false;
  agent.callsTaken = saved.turns?.callsTaken ?? (saved.state === 'talking' ? 1 : 0);
  agent.talkedMs = saved.turns?.talkedMs ?? 0;
  agent.restUntil = null;
  agent.restSeconds = 0;
  settleIn(draft, agent, saved);
  if (statusOf(agent).state === saved.state) agent.since = saved.since;
}

function settleIn(draft: Draft, agent: Agent, saved: AgentResumption): void {
  const { callId, queueId, since, until } = saved;
  const afterCall = saved.afterCall ?? NOTHING_AFTER;
  const isOver = until !== null && until <= draft.now;
  switch (saved.state) {
    case 'available':
      return backToWork(draft, agent, saved.turns?.idleSince ?? since);
    case 'paused':
      agent.restUntil = saved.restUntil;
      return move(draft, agent, 'paused', { reason: saved.reason });
    case 'conventional-pause':
      agent.restUntil = until;
      return backToWork(draft, agent, since);
    case 'wrap-up':
      agent.work = callId === null ? null : { callId, queueId, afterCall, talkingSince: since };
      agent.pendingPause = saved.pendingPause;
      planRest(agent, afterCall, since);
      return isOver ? endWrapUp(draft, agent, until) : move(draft, agent, 'wrap-up', { until });
    case 'talking':
      // Nothing can end a conversation that is nobody's: the agent is free.
      if (!isNews(draft, callId)) return backToWork(draft, agent, since);
      agent.pendingPause = saved.pendingPause;
      return talk(draft, agent, saved, callId);
  }
}

function foundTalking(draft: Draft, agent: Agent, saved: AgentResumption): void {
  const { callId } = saved;
  if (agent.state === 'talking' || !isNews(draft, callId)) return;
  if (agent.offer !== null) withdrawFromAgent(draft, agent.offer, 'agent-left');
  if (agent.state === 'paused') agent.pendingPause = agent.reason ?? '';
  agent.restUntil = null;
  agent.restSeconds = 0;
  // The answer was not told before the backend died.
  agent.misses = saved.misses;
  agent.callsTaken += 1;
  talk(draft, agent, saved, callId);
}

/** A call that is known, and that the floor does not hold elsewhere. */
function isNews(draft: Draft, callId: CallId | null): callId is CallId {
  return callId !== null && !draft.floor.conversations.has(callId) && !draft.floor.callers.has(callId);
}

function talk(draft: Draft, agent: Agent, { queueId, afterCall, since }: AgentResumption, callId: CallId): void {
  agent.work = { callId, queueId, afterCall: afterCall ?? NOTHING_AFTER, talkingSince: since };
  draft.floor.conversations.set(callId, agent);
  move(draft, agent, 'talking');
  agent.since = since;
}
