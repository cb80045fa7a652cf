import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CampaignOverrideEntity } from './campaign-override.entity.js';

/** How somebody forces a campaign; `none` gives it back to its hours. */
export interface OverrideOrder {
  readonly state: 'open' | 'closed' | 'none';
  /** Null: until it is taken back. */
  readonly until: Instant | null;
}

/**
 * Campaigns that somebody forced open or closed. No part of a campaign's versioned document: it is a hand on the door, not a setting, and
 * must neither make a version each time nor come back with an export. One that is over is left where it is, and does not count.
 */
@Injectable()
export class CampaignOverridesService {
  constructor(
    @InjectRepository(CampaignOverrideEntity) private readonly rows: Repository<CampaignOverrideEntity>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those in force now, by campaign; of all campaigns when none are named. */
  async inForce(
    campaignIds: readonly string[] | null,
    manager: EntityManager = this.rows.manager,
  ): Promise<Map<string, CampaignOverrideEntity>> {
    if (campaignIds?.length === 0) return new Map();
    const rows = await manager.find(CampaignOverrideEntity, { where: campaignIds === null ? {} : { campaignId: In([...campaignIds]) } });
    const now = this.clock.now();
    return new Map(rows.filter(({ until }) => until === null || until > now).map((row) => [row.campaignId, row]));
  }

  /** Refused (`impossible`, `past-instant`) when it would be over already. */
  async set(manager: EntityManager, campaignId: string, { state, until }: OverrideOrder, by: Principal): Promise<void> {
    const at = this.clock.now();
    if (state !== 'none' && until !== null && until <= at) {
      const message = 'The override would be over already: until must lie in the future, or be null.';
      throw new Refusal('impossible', 'past-instant', message, [{ path: 'until', code: 'past-instant', message }]);
    }
    await manager.delete(CampaignOverrideEntity, { campaignId });
    if (state !== 'none') await manager.insert(CampaignOverrideEntity, { campaignId, state, until, at, by: by.name });
  }

  async forget(manager: EntityManager, campaignId: string): Promise<void> {
    await manager.delete(CampaignOverrideEntity, { campaignId });
  }
}
