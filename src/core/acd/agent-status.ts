import type { AgentId } from '../kernel/ids.js';
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
    phoneRegistered: agent.phoneRegistered,
    connected: agent.connected,
    heldOffUntil: agent.heldOffUntil,
    restUntil: agent.restUntil,
    restSeconds: agent.restSeconds,
    talkingSince: agent.work?.talkingSince ?? null,
    afterCall: agent.work?.afterCall ?? null,
  };
}

/** A phone that is registered, or connected as it is, and did not fail a moment ago. */
export function canBeCalled(agent: Agent): boolean {
  return hasPhone(agent) && agent.heldOffUntil === null;
}

/** Registered, or connected by a call that is up. */
export function hasPhone({ phoneRegistered, connected }: Agent): boolean {
  return phoneRegistered || connected;
}

export function canBeOffered(agent: Agent): boolean {
  return agent.state === 'available' && canBeCalled(agent);
}

export function compareIds(a: AgentId, b: AgentId): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Agents in an order that does not depend on when each was configured, so that a restored floor decides as the original. */
export function byId(agents: Iterable<Agent>): Agent[] {
  return [...agents].sort((a, b) => compareIds(a.settings.agentId, b.settings.agentId));
}
