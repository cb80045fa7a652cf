import type { AgentMemory, AgentStatus } from './agent-state.js';
import type { Agent } from './floor-state.js';

export function statusOf(agent: Agent): AgentStatus {
  return {
    agentId: agent.settings.agentId,
    state: agent.state,
    since: agent.since,
    until: agent.until,
    reason: agent.reason,
    callId: agent.offer?.caller.entry.callId ?? agent.work?.callId ?? null,
    offerId: agent.offer?.offerId ?? null,
    queueId: agent.offer?.caller.entry.queueId ?? agent.work?.queueId ?? null,
    pendingPause: agent.pendingPause,
    phoneReachable: canBeCalled(agent),
  };
}

export function memoryOf(agent: Agent): AgentMemory {
  return {
    idleSince: agent.idleSince,
    misses: agent.misses,
    callsTaken: agent.callsTaken,
    talkedMs: agent.talkedMs,
    heldOffUntil: agent.heldOffUntil,
    restUntil: agent.restUntil,
    restSeconds: agent.restSeconds,
    talkingSince: agent.work?.talkingSince ?? null,
    afterCall: agent.work?.afterCall ?? null,
  };
}

/** A phone that is registered and did not fail a moment ago. */
export function canBeCalled(agent: Agent): boolean {
  return agent.phoneReachable && agent.heldOffUntil === null;
}

export function canBeOffered(agent: Agent): boolean {
  return agent.state === 'available' && canBeCalled(agent);
}
