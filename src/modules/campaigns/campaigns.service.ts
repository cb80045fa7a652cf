import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, type Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { DidsService, type DidOwner } from '../dids/dids.service.js';
import { CampaignDefaultsService } from './campaign-defaults.service.js';
import { CampaignOverridesService } from './campaign-overrides.service.js';
import { CampaignRevisionsService, unknownCampaign } from './campaign-revisions.service.js';
import { completed, laidOver, withSkills, type CampaignSettings } from './campaign-settings.js';
import { CampaignEntity } from './campaign.entity.js';
import { DirectoryRefreshService } from './directory-refresh.service.js';
import { CampaignChanges, CampaignDraft, CampaignQuery } from './dto/campaign.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

/** Where untreated messages of a campaign move, and when. */
export interface VoicemailOverflow {
  readonly campaignId: string;
  readonly afterHours: number;
  readonly queueId: string;
}

@Injectable()
export class CampaignsService implements OnModuleInit, DidOwner {
  constructor(
    @InjectRepository(CampaignEntity) private readonly rows: Repository<CampaignEntity>,
    private readonly revisions: CampaignRevisionsService,
    private readonly defaults: CampaignDefaultsService,
    private readonly overrides: CampaignOverridesService,
    private readonly dids: DidsService,
    private readonly directory: DirectoryRefreshService,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dids.ownedBy(this);
  }

  async list(query: CampaignQuery): Promise<Page<CampaignView>> {
    const { skip, take } = pageWindow(query);
    const where = {
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.queueId === undefined ? {} : { queueId: query.queueId }),
    };
    const [rows, total] = await this.rows.findAndCount({ where, order: { name: 'ASC', id: 'ASC' }, skip, take });
    return pageOf(query, await this.revisions.viewsOf(this.rows.manager, rows), total);
  }

  async get(id: string): Promise<CampaignView> {
    return this.revisions.viewOf(this.rows.manager, (await this.rows.findOneBy({ id })) ?? unknownCampaign(id));
  }

  /** As they are now; null when there is no such campaign any more. */
  async current(id: string): Promise<{ readonly name: string; readonly settings: CampaignSettings } | null> {
    const row = await this.rows.findOneBy({ id });
    return row === null ? null : { name: row.name, settings: completed(row.settings) };
  }

  /** The campaigns whose untreated messages move, as they are now. */
  async voicemailOverflows(): Promise<VoicemailOverflow[]> {
    const rows = await this.rows.find({ order: { id: 'ASC' } });
    return rows.flatMap(({ id: campaignId, settings }) => {
      const { overflowAfterHours: afterHours, overflowQueueId: queueId } = completed(settings).voicemail;
      return afterHours === null || queueId === null ? [] : [{ campaignId, afterHours, queueId }];
    });
  }

  async create({ didIds, name, queueId, ...draft }: CampaignDraft, by: Principal): Promise<CampaignView> {
    const id = this.ids.next();
    return this.revisions.saved({ campaignIds: [id], numbers: true }, async (manager) => {
      const { queueId: presetQueueId, ...preset } = await this.defaults.preset(manager);
      const row: CampaignEntity = {
        id,
        version: 1,
        name,
        state: 'stopped',
        queueId: queueId === undefined ? presetQueueId : queueId,
        settings: laidOver(preset, withSkills(draft)),
        createdAt: this.clock.now(),
      };
      return this.revisions.create(manager, row, didIds, by);
    });
  }

  async change(id: string, { didIds, ...changes }: CampaignChanges, expectedVersion: number | null, by: Principal): Promise<CampaignView> {
    return this.revisions.saved({ campaignIds: [id], numbers: didIds !== undefined }, async (manager) => {
      const { name, queueId, ...settings } = changes;
      return this.revisions.revise(manager, id, by, {
        expectedVersion,
        apply: (row) => ({
          ...row,
          name: name ?? row.name,
          queueId: queueId === undefined ? row.queueId : queueId,
          settings: laidOver(completed(row.settings), withSkills(settings)),
        }),
        move: async () => {
          if (didIds !== undefined) await this.dids.assign(manager, id, didIds);
        },
      });
    });
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.revisions.saved({ campaignIds: [id], numbers: true }, async (manager) => {
      const row = await this.revisions.locked(manager, id);
      assertCurrent(expectedVersion, row.version);
      if (row.state === 'running') throw new Refusal('wrong-state', 'campaign-running', `The campaign "${row.name}" runs. Stop it first.`);
      await this.dids.assign(manager, id, []);
      await this.overrides.forget(manager, id);
      await manager.delete(CampaignEntity, { id });
    });
  }

  async assertKnown(manager: EntityManager, campaignId: string): Promise<void> {
    if (await manager.existsBy(CampaignEntity, { id: campaignId })) return;
    const message = `There is no campaign ${campaignId}.`;
    throw new Refusal('impossible', 'unknown-campaign', message, [{ path: 'campaignId', code: 'unknown-campaign', message }]);
  }

  async name(manager: EntityManager, campaignId: string): Promise<string> {
    return (await manager.findOne(CampaignEntity, { where: { id: campaignId }, select: { name: true } }))?.name ?? campaignId;
  }

  numbersMoved(manager: EntityManager, campaignIds: readonly string[], by: Principal, move: () => Promise<void>): Promise<void> {
    return this.revisions.numbersMoved(manager, campaignIds, by, move);
  }

  async numbersChanged(): Promise<void> {
    await this.directory.refresh();
  }
}
