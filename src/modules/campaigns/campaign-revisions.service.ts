import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import { DidsService } from '../dids/dids.service.js';
import { CampaignChecksService } from './campaign-checks.service.js';
import { CampaignOverridesService } from './campaign-overrides.service.js';
import { completed, differences, type CampaignDocument, type CampaignSettings } from './campaign-settings.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { DirectoryRefreshService, type Touched } from './directory-refresh.service.js';
import { CampaignOverrideEntity } from './campaign-override.entity.js';
import { CampaignOverrideView } from './dto/campaign-override.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

export interface Revision {
  readonly expectedVersion?: number | null;
  readonly apply: (row: CampaignEntity) => CampaignEntity;
  /** Moves numbers, once the rest was found possible. */
  readonly move?: () => Promise<void>;
}

/** The one way in which campaigns are made and changed: checked, one version up, written down with its author, and seen by new calls. */
@Injectable()
export class CampaignRevisionsService {
  constructor(
    private readonly database: Database,
    private readonly dids: DidsService,
    private readonly checks: CampaignChecksService,
    private readonly overrides: CampaignOverridesService,
    private readonly directory: DirectoryRefreshService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Runs the change whole or not at all, and answers when new calls see it. */
  async saved<T>(touched: Touched, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const outcome = await this.database.transaction(work);
    await this.directory.refresh(touched);
    return outcome;
  }

  /** The campaign, which nobody else changes before this transaction ends. */
  async locked(manager: EntityManager, id: string): Promise<CampaignEntity> {
    return (await this.database.locked(manager, CampaignEntity, { id })) ?? unknownCampaign(id);
  }

  async create(manager: EntityManager, draft: CampaignEntity, didIds: readonly string[], by: Principal): Promise<CampaignView> {
    const row = await this.checked(manager, draft);
    await manager.insert(CampaignEntity, row);
    await this.dids.assign(manager, row.id, didIds);
    return this.remember(manager, row, { didIds: [] }, by);
  }

  async revise(manager: EntityManager, id: string, by: Principal, revision: Revision): Promise<CampaignView> {
    const row = await this.locked(manager, id);
    assertCurrent(revision.expectedVersion ?? null, row.version);
    const before = { ...documentOf(row), didIds: (await this.dids.idsOf(manager, [id])).get(id) ?? [] };
    const next = await this.checked(manager, { ...revision.apply(row), version: row.version + 1 });
    await revision.move?.();
    await manager.update(CampaignEntity, { id }, next);
    return this.remember(manager, next, before, by);
  }

  /** A version more of each of these campaigns, whose numbers `move` changes. */
  async numbersMoved(manager: EntityManager, campaignIds: readonly string[], by: Principal, move: () => Promise<void>): Promise<void> {
    const rows: CampaignEntity[] = [];
    // In one order, so that two moves at once do not wait for each other.
    for (const id of [...campaignIds].sort()) {
      const row = await this.database.locked(manager, CampaignEntity, { id });
      if (row !== null) rows.push(row);
    }
    const before = await this.dids.idsOf(manager, campaignIds);
    await move();
    for (const row of rows) {
      const next = { ...row, version: row.version + 1 };
      await manager.update(CampaignEntity, { id: row.id }, { version: next.version });
      await this.remember(manager, next, { ...documentOf(row), didIds: before.get(row.id) ?? [] }, by);
    }
  }

  async viewOf(manager: EntityManager, row: CampaignEntity): Promise<CampaignView> {
    const [view] = await this.viewsOf(manager, [row]);
    return view ?? unknownCampaign(row.id);
  }

  async viewsOf(manager: EntityManager, rows: readonly CampaignEntity[]): Promise<CampaignView[]> {
    const ids = rows.map(({ id }) => id);
    const didIds = await this.dids.idsOf(manager, ids);
    const overrides = await this.overrides.inForce(ids, manager);
    return rows.map((row) => campaignView(row, didIds.get(row.id) ?? [], overrides.get(row.id) ?? null));
  }

  private async checked(manager: EntityManager, row: CampaignEntity): Promise<CampaignEntity> {
    const { queueId, ...settings } = await this.checks.possible(manager, { queueId: row.queueId, ...completed(row.settings) });
    return { ...row, queueId, settings };
  }

  private async remember(manager: EntityManager, row: CampaignEntity, before: object, by: Principal): Promise<CampaignView> {
    const now = await this.viewOf(manager, row);
    const document = documentOf(row);
    await manager.insert(CampaignVersionEntity, {
      campaignId: row.id,
      version: row.version,
      at: this.clock.now(),
      by: by.name,
      document,
      changes: row.version === 1 ? [] : differences(before, { ...document, didIds: now.didIds }),
    });
    return now;
  }
}

export function documentOf({ name, state, queueId, settings }: CampaignEntity): CampaignDocument {
  return { name, state, queueId, ...completed(settings) };
}

function campaignView(row: CampaignEntity, didIds: string[], override: CampaignOverrideEntity | null): CampaignView {
  const { id, version, name, state, queueId, settings, createdAt } = row;
  return {
    id,
    version,
    name,
    state,
    override: override === null ? null : overrideView(override),
    didIds,
    queueId,
    ...(completed(settings) as Pick<CampaignView, keyof CampaignSettings>),
    createdAt: toRfc3339(createdAt),
  };
}

export function overrideView({ state, until, at, by }: CampaignOverrideEntity): CampaignOverrideView {
  return { state, until: optionalRfc3339(until), since: toRfc3339(at), by };
}

export function unknownCampaign(id: string): never {
  throw new Refusal('not-found', 'unknown-campaign', `There is no campaign ${id}.`);
}
