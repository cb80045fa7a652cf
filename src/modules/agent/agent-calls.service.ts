import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

import { callOf, type AgentId, type CallId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { AgentsService } from '../agents/agents.service.js';
import { JournalService } from '../calls/journal.service.js';
import { ResumptionService } from '../calls/resumption.service.js';
import { DirectoryRefreshService } from '../campaigns/directory-refresh.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { agentCallView, offeredCall, type NameOf } from './agent-call-view.js';
import { CallMemory, type RememberedCall } from './call-memory.js';
import { AgentCallView, type OfferedCall } from './dto/agent-call.dto.js';

/**
 * What agents have to do with calls: the one that each is offered or has, and the last one each had. From memory, where the journal's entries
 * put it: an offer never waits for the database. What happened before the last restart is read from the journal when somebody asks.
 */
@Injectable()
export class AgentCallsService implements OnModuleInit, OnModuleDestroy {
  private readonly memory = new CallMemory((campaignId, version) => this.directory.planOf(campaignId, version));
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly directory: DirectoryService,
    private readonly refresh: DirectoryRefreshService,
    private readonly journal: JournalService,
    private readonly past: ResumptionService,
    private readonly agents: AgentsService,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.desk.subscribe((entry) => {
      this.memory.follow(entry);
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** The call that the agent is offered, talks in or wraps up; null when there is none. */
  async current(agentId: AgentId): Promise<AgentCallView | null> {
    const { callId, state } = this.desk.agentStatus(agentId);
    if (callId === null) return null;
    const call = await this.known(callOf(callId));
    return call === null ? null : agentCallView(call, { agentId, state, ...this.seenNow() });
  }

  /** What this agent is handed with the offer of this call; null when the call is over long since. */
  handedOver(callId: CallId, agentId: AgentId): OfferedCall | null {
    const call = this.memory.find(callId);
    return call === null ? null : offeredCall(call, { agentId, ...this.seenNow() });
  }

  /** The call, which the agent talked or talks in, and no other since. Refused with `not-found` or `wrong-state` when that is not so. */
  async lastHeld(agentId: AgentId, callId: CallId): Promise<RememberedCall> {
    const call = await this.known(callOf(callId));
    if (call === null) throw new Refusal('not-found', 'unknown-call', `There is no call ${callId}.`);
    const since = call.heldSince.get(agentId);
    const now = this.desk.agentStatus(agentId).callId;
    if (since === undefined) throw notHeld(now !== null && callOf(now) === call.record.callId);
    if (this.memory.lastOf(agentId) !== call.record.callId) {
      throw new Refusal('wrong-state', 'another-call-began', 'The agent has had another call since.');
    }
    return call;
  }

  private seenNow(): { readonly now: Instant; readonly nameOf: NameOf } {
    return { now: this.clock.now(), nameOf: (agentId) => this.agents.accounts.get(agentId)?.displayName ?? null };
  }

  private async known(callId: CallId): Promise<RememberedCall | null> {
    const call = this.memory.find(callId);
    return call?.whole === true ? call : this.recalled(callId);
  }

  /** From the journal: a call of before the restart, or of long ago. Null when there is none. */
  private async recalled(callId: CallId): Promise<RememberedCall | null> {
    const entries = await this.journal.ofCall(callId);
    for (const { fact } of entries) {
      if (!('call' in fact) || fact.call.campaignId === null || fact.call.planVersion === null) continue;
      await this.refresh.recall([{ campaignId: fact.call.campaignId, version: fact.call.planVersion }]);
      break;
    }
    this.memory.recall(callId, entries);
    const call = this.memory.find(callId);
    for (const [agentId, since] of call?.heldSince ?? []) {
      if (await this.past.tookCallAfter(agentId, since)) this.memory.hadLater(agentId, since);
    }
    return call;
  }
}

function notHeld(isTheirs: boolean): Refusal {
  if (isTheirs) return new Refusal('wrong-state', 'call-not-begun', 'The agent does not talk in this call yet.');
  return new Refusal('wrong-state', 'not-your-call', 'The agent has not talked in this call.');
}
