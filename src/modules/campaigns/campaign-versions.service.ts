import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Like, MoreThan, type Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { DidsService } from '../dids/dids.service.js';
import { unknownCampaign } from './campaign-revisions.service.js';
import { completed, type CampaignSettings, type Difference } from './campaign-settings.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { CampaignVersionDocument, CampaignVersionView, type CampaignThenView } from './dto/campaign-version.dto.js';

/** What a campaign was, change by change. */
@Injectable()
export class CampaignVersionsService {
  constructor(
    @InjectRepository(CampaignEntity) private readonly campaigns: Repository<CampaignEntity>,
    @InjectRepository(CampaignVersionEntity) private readonly rows: Repository<CampaignVersionEntity>,
    private readonly dids: DidsService,
  ) {}

  async list(campaignId: string, query: PageQuery): Promise<Page<CampaignVersionView>> {
    await this.assertKnown(campaignId);
    const { skip, take } = pageWindow(query);
    const [rows, total] = await this.rows.findAndCount({
      select: { campaignId: true, version: true, at: true, by: true, changes: true },
      where: { campaignId },
      order: { version: 'DESC' },
      skip,
      take,
    });
    return pageOf(query, rows.map(view), total);
  }

  async get(campaignId: string, version: number): Promise<CampaignVersionDocument> {
    await this.assertKnown(campaignId);
    const row = await this.rows.findOneBy({ campaignId, version });
    if (row === null) throw new Refusal('not-found', 'unknown-version', `The campaign ${campaignId} has no version ${version}.`);
    const { name, state, queueId, ...settings } = row.document;
    const campaign: CampaignThenView = {
      name,
      state,
      didIds: await this.didIdsAt(campaignId, version),
      queueId,
      ...(completed(settings) as Pick<CampaignThenView, keyof CampaignSettings>),
    };
    return { ...view(row), campaign };
  }

  /** Numbers are not in the documents: what the next change of them began with, else those of now. */
  private async didIdsAt(campaignId: string, version: number): Promise<string[]> {
    const next = await this.rows.findOne({
      where: { campaignId, version: MoreThan(version), changes: Like('%"path":"didIds"%') },
      order: { version: 'ASC' },
    });
    const change = next === null ? undefined : differencesOf(next).find(({ path }) => path === 'didIds');
    if (change !== undefined) return change.from as string[];
    return (await this.dids.idsOf(this.rows.manager, [campaignId])).get(campaignId) ?? [];
  }

  private async assertKnown(id: string): Promise<void> {
    if (!(await this.campaigns.existsBy({ id }))) unknownCampaign(id);
  }
}

function differencesOf({ changes }: CampaignVersionEntity): Difference[] {
  return changes as Difference[];
}

function view(row: CampaignVersionEntity): CampaignVersionView {
  return { version: row.version, at: toRfc3339(row.at), by: row.by, changes: differencesOf(row) };
}
