import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';

import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { CampaignChecksService } from './campaign-checks.service.js';
import { CampaignDefaultsEntity } from './campaign-defaults.entity.js';
import type { Referring } from './campaign-references.js';
import { campaignDefaults, completed, laidOver, withSkills, type CampaignSettings } from './campaign-settings.js';
import { CampaignDefaultsView } from './dto/campaign-view.dto.js';
import { CampaignSettingsChanges } from './dto/campaign.dto.js';

const ONLY_ROW = 'defaults';

/** What a new campaign is, where its maker says nothing. Campaigns already made do not change with it. */
@Injectable()
export class CampaignDefaultsService {
  constructor(
    @InjectRepository(CampaignDefaultsEntity) private readonly rows: Repository<CampaignDefaultsEntity>,
    private readonly database: Database,
    private readonly checks: CampaignChecksService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  async get(): Promise<CampaignDefaultsView> {
    return view((await this.rows.findOneBy({ id: ONLY_ROW })) ?? this.factory());
  }

  /** `changes` over the factory defaults, whatever was set before. */
  async set({ queueId = null, ...changes }: CampaignSettingsChanges, expectedVersion: number | null): Promise<CampaignDefaultsView> {
    return this.database.transaction(async (manager) => {
      const known = await this.database.locked(manager, CampaignDefaultsEntity, { id: ONLY_ROW });
      const before = known ?? this.factory();
      assertCurrent(expectedVersion, before.version);
      const asked = { queueId, ...laidOver(this.factory().settings, withSkills(changes)) };
      const { queueId: queue, ...settings } = await this.checks.possible(manager, asked);
      const row: CampaignDefaultsEntity = { id: ONLY_ROW, version: before.version + 1, queueId: queue, settings };
      if (known === null) await manager.insert(CampaignDefaultsEntity, row);
      else await manager.update(CampaignDefaultsEntity, { id: ONLY_ROW }, row);
      return view(row);
    });
  }

  /** What a campaign made now begins with. */
  async preset(manager: EntityManager): Promise<Referring> {
    const { queueId, settings } = (await manager.findOneBy(CampaignDefaultsEntity, { id: ONLY_ROW })) ?? this.factory();
    return { queueId, ...completed(settings) };
  }

  private factory(): CampaignDefaultsEntity {
    return { id: ONLY_ROW, version: 1, queueId: null, settings: campaignDefaults(this.configuration.defaultLanguage) };
  }
}

function view({ version, queueId, settings }: CampaignDefaultsEntity): CampaignDefaultsView {
  return { version, queueId, ...(completed(settings) as Pick<CampaignDefaultsView, keyof CampaignSettings>) };
}
