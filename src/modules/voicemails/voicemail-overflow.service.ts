import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThanOrEqual, Not, type Repository } from 'typeorm';

import type { Instant } from '../../core/kernel/time.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { VoicemailWorkService } from './voicemail-work.service.js';
import { VoicemailEntity } from './voicemail.entity.js';

const HOUR_MS = 3_600_000;
const AT_ONCE = 500;

/** Messages that nobody treated in the time their campaign allows move to the queue that it names. */
@Injectable()
export class VoicemailOverflowService {
  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    private readonly campaigns: CampaignsService,
    private readonly work: VoicemailWorkService,
  ) {}

  /**
   * Moves what is overdue at `now` by the campaigns as they are now, each message once in its life. What somebody has claimed is not moved;
   * released, it is at the next run. Hours are those that have passed: what the clocks on the wall did meanwhile is nothing to a caller who waits.
   */
  async moveOverdue(now: Instant): Promise<void> {
    for (const { campaignId, afterHours, queueId } of await this.campaigns.voicemailOverflows()) {
      const overdue = await this.rows.find({
        where: {
          campaignId,
          state: 'new',
          movedAt: IsNull(),
          queueId: Not(queueId),
          receivedAt: LessThanOrEqual(now - afterHours * HOUR_MS),
        },
        order: { receivedAt: 'ASC', id: 'ASC' },
        take: AT_ONCE,
      });
      for (const row of overdue) await this.work.move(row, queueId, now);
    }
  }
}
