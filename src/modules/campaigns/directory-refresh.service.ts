import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';

import type { CampaignPlan } from '../../core/plan/campaign-plan.js';
import { AudioService } from '../audio/audio.service.js';
import { DidsService } from '../dids/dids.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { SitesService } from '../sites/sites.service.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { completed } from './campaign-settings.js';
import { compilePlan } from './plan-compiler.js';

/** Keeps the directory that calls read equal to the database. */
@Injectable()
export class DirectoryRefreshService implements OnModuleInit {
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(
    @InjectRepository(CampaignEntity) private readonly rows: Repository<CampaignEntity>,
    @InjectRepository(CampaignVersionEntity) private readonly versions: Repository<CampaignVersionEntity>,
    private readonly dids: DidsService,
    private readonly sites: SitesService,
    private readonly audio: AudioService,
    private readonly directory: DirectoryService,
  ) {}

  onModuleInit(): void {
    this.sites.whenChanged(() => this.refresh());
  }

  /** Resolves when the directory shows everything that was committed before the call. Changes that come together share one reading. */
  refresh(): Promise<void> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.running = this.next ?? Promise.resolve();
        this.next = null;
        return this.read();
      });
    return this.next;
  }

  /** Makes the plans known with which these calls began. */
  async recall(plans: readonly { campaignId: string; version: number }[]): Promise<void> {
    for (const { campaignId, version } of plans) {
      const row = await this.versions.findOneBy({ campaignId, version });
      if (row !== null) this.directory.keepVersion(this.plan(campaignId, version, { ...row.document, ...completed(row.document) }));
    }
  }

  private async read(): Promise<void> {
    const [numbers, rows] = await Promise.all([this.dids.numbers(), this.rows.find()]);
    const plans = rows.map((row) => {
      const known = this.directory.planNow(row.id);
      const { id, version, name, state, queueId, settings } = row;
      return known?.version === version ? known : this.plan(id, version, { name, state, queueId, ...completed(settings) });
    });
    this.directory.replace(numbers, plans);
  }

  private plan(campaignId: string, version: number, document: Parameters<typeof compilePlan>[2]): CampaignPlan {
    return compilePlan(campaignId, version, document, (audioId) => this.audio.sound(audioId));
  }
}
