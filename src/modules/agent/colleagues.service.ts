import { Inject, Injectable } from '@nestjs/common';

import type { AgentId } from '../../core/kernel/ids.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { AgentsService } from '../agents/agents.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { ColleagueQuery, ColleagueView, QueueToSendTo } from './dto/colleague.dto.js';

/** To whom an agent may send a caller, as things are now. From memory: a transfer does not wait for the database. */
@Injectable()
export class ColleaguesService {
  constructor(
    private readonly agents: AgentsService,
    private readonly queues: QueuesService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  /** The other agents, by name. */
  list(agentId: AgentId, query: ColleagueQuery): Page<ColleagueView> {
    const now = new Map(this.desk.live().agents.map((status) => [status.agentId as string, status]));
    const colleagues = this.agents.accounts.agents().flatMap(({ id, displayName, extension }): ColleagueView[] => {
      const status = now.get(id);
      // Just made, or about to go: not on the floor.
      if (status === undefined || id === agentId) return [];
      const { state, since, phoneReachable } = status;
      if (query.signedIn !== undefined && (query.signedIn === 'true') !== (state !== 'signed-out')) return [];
      return [{ id, displayName, extension, state, since: toRfc3339(since), phoneReachable }];
    });
    return pageFrom(colleagues, query);
  }

  /** Every queue, by code. */
  listQueues(query: PageQuery): Page<QueueToSendTo> {
    const now = new Map(this.desk.live().queues.map((queue) => [queue.queueId as string, queue]));
    const queues = this.queues.names().map((names) => {
      const queue = now.get(names.id);
      const { waiting = 0, ewtSeconds = null } = queue ?? {};
      const { available = 0, offered = 0, talking = 0, wrapUp = 0, paused = 0 } = queue?.agents ?? {};
      return { ...names, waiting, ewtSeconds, signedIn: available + offered + talking + wrapUp + paused, available };
    });
    return pageFrom(queues, query);
  }
}

function pageFrom<T>(all: readonly T[], query: PageQuery): Page<T> {
  const { skip, take } = pageWindow(query);
  return pageOf(query, all.slice(skip, skip + take), all.length);
}
