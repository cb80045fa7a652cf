import { Inject, Injectable } from '@nestjs/common';

import type { SupervisionMode } from '../../core/journal/supervision-facts.js';
import { brandId, type AgentId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { DESK, type Desk } from '../../engine/desk.js';
import type { SupervisorPhone } from '../../engine/supervision-desk.js';
import type { Principal } from '../../platform/auth/principal.js';
import { AgentService } from '../agent/agent.service.js';
import { AgentsService } from '../agents/agents.service.js';
import { DialPolicyService } from '../dial-policy/dial-policy.service.js';
import type { SupervisionDraft, SupervisionView } from './dto/supervision.dto.js';

/** Supervisors who listen to conversations, whisper to the agent, or talk with both. */
@Injectable()
export class SupervisionsService {
  constructor(
    private readonly agent: AgentService,
    private readonly agents: AgentsService,
    private readonly dialPolicy: DialPolicyService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  list(): SupervisionView[] {
    return [...this.desk.supervisions.list()];
  }

  /** Refused as the desk refuses it, see `SupervisionDesk.begin`, and when agent or phone are unknown or may not be dialled. */
  async begin(id: string, { mode, phone }: SupervisionDraft, who: Principal): Promise<SupervisionView> {
    const agentId = this.agent.other(id);
    const { displayName } = await this.agents.get(id);
    const shown = { number: null, name: displayName };
    return this.desk.supervisions.begin({ agentId, mode, phone: this.phoneOf(phone), shown, by: who.name });
  }

  change(id: string, mode: SupervisionMode): Promise<SupervisionView> {
    return this.desk.supervisions.change(id, mode);
  }

  end(id: string): void {
    this.desk.supervisions.end(id);
  }

  private phoneOf(phone: SupervisionDraft['phone']): SupervisorPhone {
    if (phone.kind === 'endpoint') return { kind: 'endpoint', endpoint: phone.endpoint };
    if (phone.kind === 'number') return { kind: 'number', number: this.dialPolicy.assertDialable(phone.number, 'phone.number') };
    const { agentId } = phone;
    if (this.agents.accounts.get(agentId)?.role === 'agent') return { kind: 'sip', agentId: brandId<AgentId>(agentId) };
    const message = `There is no agent ${agentId}.`;
    throw new Refusal('impossible', 'unknown-agent', message, [{ path: 'phone.agentId', code: 'unknown-agent', message }]);
  }
}
