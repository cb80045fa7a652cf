import { Inject, Injectable } from '@nestjs/common';

import type { AgentStatus } from '../../core/acd/agent-state.js';
import { DESK, type Desk, type LiveCall } from '../../engine/desk.js';
import type { Supervision } from '../../engine/supervision-desk.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import { AgentsService } from '../agents/agents.service.js';
import { CampaignOpeningsService } from '../campaigns/campaign-openings.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { VoicemailCountsService, type VoicemailCount } from '../voicemails/voicemail-counts.service.js';
import { LiveBoard } from './dto/live.dto.js';

/** What is going on at this moment, from memory alone. */
@Injectable()
export class LiveService {
  constructor(
    private readonly queues: QueuesService,
    private readonly agents: AgentsService,
    private readonly openings: CampaignOpeningsService,
    private readonly voicemails: VoicemailCountsService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  board(): LiveBoard {
    const { queues, calls, agents } = this.desk.live();
    const supervisions = this.desk.supervisions.list();
    const messages = this.voicemails.byQueue();
    return {
      queues: queues.map(
        ({
          queueId,
          waiting,
          longestWaitSeconds,
          ewtSeconds,
          agents: { available, offered, talking, wrapUp, paused, conventionalPause },
        }) => ({
          id: queueId,
          code: this.queues.codeOf(queueId),
          waiting,
          longestWaitSeconds,
          ewtSeconds,
          agents: { available, offered, talking, wrapUp, paused, conventionalPause },
          voicemails: voicemailsView(messages.get(queueId)),
        }),
      ),
      campaigns: this.openings.board(),
      calls: calls.map((call) => callView(call, supervisions)),
      agents: agents.map((status) => this.agentView(status)),
    };
  }

  private agentView(status: AgentStatus): LiveBoard['agents'][number] {
    const { agentId: id, state, since, until, reason, callId, queueId, pendingPause, phoneReachable } = status;
    const account = this.agents.accounts.get(id);
    const told = { state, since: toRfc3339(since), until: optionalRfc3339(until), reason, callId, queueId, pendingPause, phoneReachable };
    return { id, login: account?.login ?? null, displayName: account?.displayName ?? null, ...told };
  }
}

function voicemailsView(messages: VoicemailCount | undefined): LiveBoard['queues'][number]['voicemails'] {
  if (messages === undefined) return { new: 0, claimed: 0, oldestAt: null };
  return { new: messages.new, claimed: messages.claimed, oldestAt: optionalRfc3339(messages.oldestAt) };
}

function callView(call: LiveCall, supervisions: readonly Supervision[]): LiveBoard['calls'][number] {
  const { callId: id, campaignId, did, caller, phase, queueId, position, agentId, consultation } = call;
  return {
    ...{ id, campaignId, did, caller, phase },
    arrivedAt: toRfc3339(call.arrivedAt),
    queuedAt: optionalRfc3339(call.queuedAt),
    answeredAt: optionalRfc3339(call.answeredAt),
    ...{ queueId, position, agentId },
    heldSince: optionalRfc3339(call.heldSince),
    consultation: consultation === null ? null : { ...consultation, to: { ...consultation.to } },
    supervisions: supervisions
      .filter(({ callId }) => callId === id)
      .map(({ id: supervisionId, agentId: listenedTo, mode, state }) => ({ id: supervisionId, agentId: listenedTo, mode, state })),
  };
}
