import type { AgentStatus } from '../core/acd/agent-state.js';
import type { FloorEvent } from '../core/acd/floor-events.js';
import { agentStatus } from '../core/acd/floor.js';
import type { AgentId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { PbxUnreachable } from '../core/ports/telephony.js';
import type { AgentPhones } from './agent-phones.js';
import type { CallsInProgress } from './calls-in-progress.js';
import type { AgentRequest } from './desk.js';
import type { FloorWriter } from './floor-writer.js';
import type { Reconciler } from './reconciler.js';
import type { Seats } from './seats.js';
import type { SignInCalls } from './sign-in-calls.js';

/** What agents ask for, and what came of it. */
export class AgentRequests {
  constructor(
    private readonly writer: FloorWriter,
    private readonly calls: CallsInProgress,
    private readonly reconciler: Reconciler,
    private readonly phones: AgentPhones,
    private readonly seats: Seats,
    private readonly signIns: SignInCalls,
  ) {}

  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus> {
    if (request.type === 'hang-up') await this.hangUp(agentId);
    else if (request.type === 'sign-in') await this.signIn(agentId);
    else if (request.type === 'sign-out') this.signOut(agentId);
    else this.writer.demand(eventOf(agentId, request));
    return this.statusOf(agentId);
  }

  statusOf(agentId: AgentId): AgentStatus {
    const status = agentStatus(this.writer.floor, agentId);
    if (status === null) throw new Refusal('not-found', 'agent-not-found', 'There is no such agent on the floor.');
    return status;
  }

  /** A phone that stays connected is called first: who picks up is signed in. */
  private async signIn(agentId: AgentId): Promise<void> {
    const { phones, reconciler, signIns } = this;
    if (!phones.isPermanent(agentId) || this.statusOf(agentId).state !== 'signed-out') {
      this.writer.demand({ type: 'sign-in-asked', agentId });
      return;
    }
    if (!reconciler.settled) throw pbxUnavailable('no phone can be called');
    await signIns.place(agentId);
  }

  private signOut(agentId: AgentId): void {
    if (this.signIns.cancel(agentId)) return;
    this.writer.demand({ type: 'sign-out-asked', agentId, reason: null });
    this.seats.dismiss(agentId);
  }

  private async hangUp(agentId: AgentId): Promise<void> {
    const { callId } = this.statusOf(agentId);
    const phase = callId === null ? null : this.calls.find(callId)?.lastEntered;
    if (phase?.name !== 'conversation') {
      if (callId !== null && !this.reconciler.settled) throw pbxUnavailable(CALL_GOES_ON);
      throw new Refusal('wrong-state', 'no-call', 'The agent is not in a call.');
    }
    try {
      await this.seats.endCall(phase.agentLeg, phase.bridge);
    } catch (fault) {
      if (fault instanceof PbxUnreachable) throw pbxUnavailable(CALL_GOES_ON);
      throw fault;
    }
  }
}

const CALL_GOES_ON = 'the conversation goes on';

function pbxUnavailable(so: string): Refusal {
  return new Refusal('unavailable', 'pbx-unavailable', `The PBX cannot be reached at the moment; ${so}.`);
}

function eventOf(agentId: AgentId, request: Exclude<AgentRequest, { readonly type: 'hang-up' | 'sign-in' | 'sign-out' }>): FloorEvent {
  switch (request.type) {
    case 'pause':
      return { type: 'pause-asked', agentId, reason: request.reason };
    case 'resume':
      return { type: 'resume-asked', agentId };
    case 'end-wrap-up':
      return { type: 'wrap-up-end-asked', agentId };
  }
}
