import { Inject, Injectable } from '@nestjs/common';

import { isAgentLine } from '../../core/acd/agent-line.js';
import type { AgentStatus } from '../../core/acd/agent-state.js';
import { brandId, callOf, type AgentId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { DESK, type AgentRequest, type Desk } from '../../engine/desk.js';
import type { Principal } from '../../platform/auth/principal.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import { AgentsService } from '../agents/agents.service.js';
import { AgentStateView } from './dto/agent-state.dto.js';

/** What agents do while they work, asked by themselves or by a supervisor. Never waits for the database. */
@Injectable()
export class AgentService {
  constructor(
    private readonly agents: AgentsService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  state(agentId: AgentId): AgentStateView {
    return agentStateView(this.desk.agentStatus(agentId));
  }

  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStateView> {
    if (request.type === 'sign-in' && this.agents.isLeaving(agentId)) {
      throw new Refusal('wrong-state', 'agent-leaving', 'The agent is being changed or deleted at this moment. Try again.');
    }
    return agentStateView(await this.desk.ask(agentId, request));
  }

  /** The agent that the principal is. */
  self({ agentId, role }: Principal): AgentId {
    if (agentId !== null) return agentId;
    throw new Refusal('not-allowed', 'not-an-agent', `You are no agent (your role is ${role}): use /agents/{id}/… for an agent.`);
  }

  /** The agent with this id. */
  other(id: string): AgentId {
    if (this.agents.accounts.get(id)?.role === 'agent') return brandId<AgentId>(id);
    throw new Refusal('not-found', 'unknown-agent', `There is no agent ${id}.`);
  }
}

export function agentStateView(status: AgentStatus): AgentStateView {
  const { agentId, state, since, until, reason, pendingPause, phoneReachable } = status;
  const callId = status.callId === null ? null : callOf(status.callId);
  const queueId = status.queueId === null || isAgentLine(status.queueId) ? null : status.queueId;
  return { agentId, state, since: toRfc3339(since), until: optionalRfc3339(until), reason, callId, queueId, pendingPause, phoneReachable };
}
