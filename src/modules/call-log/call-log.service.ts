import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

import type { CallRecord } from '../../core/journal/facts.js';
import { seconds } from '../../core/kernel/time.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { LOG, type Log } from '../../platform/logging/log.js';
import { DirectoryService } from '../directory/directory.service.js';

/** One line in the log for every call that is over: what whoever is called at night asks first. All else of a call is in its timeline. */
@Injectable()
export class CallLogService implements OnModuleInit, OnModuleDestroy {
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly directory: DirectoryService,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.desk.subscribe(({ fact }) => {
      if (fact.type === 'call-ended') this.tell(fact.call);
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  private tell(call: CallRecord): void {
    const { callId, campaignId, caller, agentId, ending, arrivedAt, queuedAt, answeredAt, endedAt } = call;
    const until = endedAt ?? arrivedAt;
    this.log.info('a call is over', {
      callId,
      campaign: campaignId === null ? null : (this.directory.planNow(campaignId)?.name ?? campaignId),
      caller,
      how: ending?.how,
      during: ending?.during,
      by: ending?.blame,
      seconds: rounded(until - arrivedAt),
      waitedSeconds: queuedAt === null ? null : rounded((answeredAt ?? until) - queuedAt),
      agentId,
    });
  }
}

function rounded(milliseconds: number): number {
  return Math.round((milliseconds / seconds(1)) * 10) / 10;
}
