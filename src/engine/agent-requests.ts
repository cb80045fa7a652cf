import type { AgentStatus } from '../core/acd/agent-state.js';
import type { FloorEvent } from '../core/acd/floor-events.js';
import { agentStatus } from '../core/acd/floor.js';
import type { AgentId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { PbxUnreachable, type Telephony } from '../core/ports/telephony.js';
import type { CallsInProgress } from './calls-in-progress.js';
import type { AgentRequest } from './desk.js';
import type { FloorWriter } from './floor-writer.js';
import type { Reconciler } from './reconciler.js';

/** What agents ask for, and what came of it. */
export class AgentRequests {
  constructor(
    private readonly writer: FloorWriter,
    private readonly calls: CallsInProgress,
    private readonly reconciler: Reconciler,
    private readonly telephony: Telephony,
  ) {}

  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus> {
    if (request.type === 'hang-up') await this.hangUp(agentId);
    else this.writer.demand(eventOf(agentId, request));
    return this.statusOf(agentId);
  }

  statusOf(agentId: AgentId): AgentStatus {
    const status = agentStatus(this.writer.floor, agentId);
    if (status === null) throw new Refusal('not-found', 'agent-not-found', 'There is no such agent on the floor.');
    return status;
  }

  private async hangUp(agentId: AgentId): Promise<void> {
    const { callId } = this.statusOf(agentId);
    const phase = callId === null ? null : this.calls.find(callId)?.lastEntered;
    if (phase?.name !== 'conversation') {
      if (callId !== null && !this.reconciler.settled) throw pbxUnavailable();
      throw new Refusal('wrong-state', 'no-call', 'The agent is not in a call.');
    }
    try {
      await this.telephony.hangUp(phase.agentLeg, 'normal');
    } catch (fault) {
      if (fault instanceof PbxUnreachable) throw pbxUnavailable();
      throw fault;
    }
  }
}

function pbxUnavailable(): Refusal {
  return new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment; the conversation goes on.');
}

function eventOf(agentId: AgentId, request: Exclude<AgentRequest, { readonly type: 'hang-up' }>): FloorEvent {
  switch (request.type) {
    case 'sign-in':
      return { type: 'sign-in-asked', agentId };
    case 'sign-out':
      return { type: 'sign-out-asked', agentId, reason: null };
    case 'pause':
      return { type: 'pause-asked', agentId, reason: request.reason };
    case 'resume':
      return { type: 'resume-asked', agentId };
    case 'end-wrap-up':
      return { type: 'wrap-up-end-asked', agentId };
  }
}
