import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';

import type { CampaignPlan } from '../../core/plan/campaign-plan.js';
import { AudioService } from '../audio/audio.service.js';
import { CallingHoursService } from '../calling-hours/calling-hours.service.js';
import { DispositionGroupsService } from '../disposition-groups/disposition-groups.service.js';
import { DidsService } from '../dids/dids.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { HolidayGroupsService } from '../holiday-groups/holiday-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { IvrScenariosService } from '../ivr-scenarios/ivr-scenarios.service.js';
import { ScriptsService } from '../scripts/scripts.service.js';
import { SitesService } from '../sites/sites.service.js';
import { CampaignHoursService, type HoursOf } from './campaign-hours.service.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { completed, type CampaignDocument } from './campaign-settings.js';
import { compilePlan } from './plan-compiler.js';

/** What a change touched: these campaigns alone, with their numbers or without, or everything. */
export type Touched = { readonly campaignIds: readonly string[]; readonly numbers: boolean } | 'everything';

/** Keeps the directory that calls read equal to the database. */
@Injectable()
export class DirectoryRefreshService implements OnModuleInit {
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;
  private touched: Touched = { campaignIds: [], numbers: false };

  constructor(
    @InjectRepository(CampaignEntity) private readonly rows: Repository<CampaignEntity>,
    @InjectRepository(CampaignVersionEntity) private readonly versions: Repository<CampaignVersionEntity>,
    private readonly dids: DidsService,
    private readonly sites: SitesService,
    private readonly schedules: WorkSchedulesService,
    private readonly holidayGroups: HolidayGroupsService,
    private readonly audio: AudioService,
    private readonly scenarios: IvrScenariosService,
    private readonly callingHours: CallingHoursService,
    private readonly scripts: ScriptsService,
    private readonly dispositionGroups: DispositionGroupsService,
    private readonly hours: CampaignHoursService,
    private readonly directory: DirectoryService,
  ) {}

  onModuleInit(): void {
    // Plans hold what they refer to: the same version of a campaign is compiled again when that changes.
    const hours = [this.schedules, this.holidayGroups, this.callingHours];
    const referredTo = [this.sites, ...hours, this.scenarios, this.scripts, this.dispositionGroups];
    for (const others of referredTo) others.whenChanged(() => this.refresh());
  }

  /**
   * Resolves when the directory shows everything that was committed before the call, as far as it was touched. Changes that come together
   * share one reading. What could not be read, because the database is away, is read by the next call.
   */
  refresh(touched: Touched = 'everything'): Promise<void> {
    this.touched = together(this.touched, touched);
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.running = this.next ?? Promise.resolve();
        this.next = null;
        return this.readTouched();
      });
    return this.next;
  }

  /** Makes the plans known with which these calls began. */
  async recall(plans: readonly { campaignId: string; version: number }[]): Promise<void> {
    const hours = await this.hours.read(plans.map(({ campaignId }) => campaignId));
    for (const { campaignId, version } of plans) {
      if (this.directory.planNow(campaignId)?.version === version) continue;
      const row = await this.versions.findOneBy({ campaignId, version });
      if (row !== null) this.directory.keepVersion(this.plan(campaignId, version, { ...row.document, ...completed(row.document) }, hours));
    }
  }

  private async readTouched(): Promise<void> {
    const touched = this.touched;
    this.touched = { campaignIds: [], numbers: false };
    try {
      await this.read(touched);
    } catch (error) {
      this.touched = together(this.touched, touched);
      throw error;
    }
  }

  private async read(touched: Touched): Promise<void> {
    const whole = touched === 'everything';
    const where = whole ? {} : { id: In([...touched.campaignIds]) };
    const numbers = whole || touched.numbers ? await this.dids.numbers() : null;
    const hours = await this.hours.read(whole ? null : touched.campaignIds);
    const plans = (await this.rows.find({ where })).map(({ id, version, name, state, queueId, settings }) =>
      this.plan(id, version, { name, state, queueId, ...completed(settings) }, hours),
    );
    this.directory.replace({ numbers, plans, of: whole ? 'everything' : touched.campaignIds });
  }

  private plan(campaignId: string, version: number, document: CampaignDocument, hours: HoursOf): CampaignPlan {
    return compilePlan(campaignId, version, document, {
      sound: (audioId) => this.audio.sound(audioId),
      scenario: (scenarioId) => this.scenarios.program(scenarioId),
      hours: hours(campaignId, document.opening),
      callingHours: (id) => this.callingHours.hours(id),
      briefing: {
        script: document.scriptId === null ? null : this.scripts.plan(document.scriptId),
        dispositionGroup: this.dispositionGroups.plan(document.dispositionGroupId, document.language),
      },
    });
  }
}

function together(one: Touched, other: Touched): Touched {
  if (one === 'everything' || other === 'everything') return 'everything';
  return { campaignIds: [...new Set([...one.campaignIds, ...other.campaignIds])], numbers: one.numbers || other.numbers };
}
