import { brandId, type AgentId, type QueueId } from '../kernel/ids.js';
import type { QueueSettings } from './floor-settings.js';

const PREFIX = 'agent-line:';

/** Larger than any campaign may set: whoever was promised this agent comes before everybody who takes any. */
export const AGENT_LINE_PRIORITY = 1_000_000;

/** The line of those who want this agent and nobody else: a transfer, a planned callback. */
export function agentLineOf(agentId: AgentId): QueueId {
  return brandId<QueueId>(`${PREFIX}${agentId}`);
}

/** Lines of single agents are no queues of the operator's: they are shown nowhere and counted nowhere. */
export function isAgentLine(queueId: QueueId): boolean {
  return queueId.startsWith(PREFIX);
}

/** A queue like any other, with one agent; nobody waits there for an agent who has gone home. */
export function agentLine(agentId: AgentId): QueueSettings {
  return {
    queueId: agentLineOf(agentId),
    code: '',
    distribution: 'longest-idle',
    ringTimeoutSeconds: 30,
    missesBeforePause: 2,
    ageingSeconds: null,
    lastAgentLeaves: 'overflow',
    agentIds: [agentId],
  };
}
