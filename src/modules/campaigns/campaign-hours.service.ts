import { Inject, Injectable } from '@nestjs/common';

import type { CampaignHours } from '../../core/plan/campaign-plan.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { CampaignOverridesService } from './campaign-overrides.service.js';

/** The hours of one campaign, by its settings. */
export type HoursOf = (campaignId: string) => CampaignHours;

/** When campaigns take calls: their schedules, holidays and overrides, made ready for plans. */
@Injectable()
export class CampaignHoursService {
  constructor(
    private readonly overrides: CampaignOverridesService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Reads once what the hours of these campaigns need; of all campaigns when none are named. */
  async read(campaignIds: readonly string[] | null): Promise<HoursOf> {
    const overrides = await this.overrides.inForce(campaignIds);
    return (campaignId) => {
      const forced = overrides.get(campaignId);
      const override = forced === undefined ? null : { state: forced.state, until: forced.until };
      return { hours: null, timeZone: this.timeZone, holidays: [], override };
    };
  }

  /** Where holidays begin and end in a campaign without a work schedule. */
  private get timeZone(): string {
    return this.configuration.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}
