import { Inject, Injectable } from '@nestjs/common';

import type { CampaignHours } from '../../core/plan/campaign-plan.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { HolidayGroupsService } from '../holiday-groups/holiday-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { CampaignOverridesService } from './campaign-overrides.service.js';
import type { CampaignSettings } from './campaign-settings.js';

/** The hours of one campaign, by its settings. */
export type HoursOf = (campaignId: string, opening: CampaignSettings['opening']) => CampaignHours;

/** When campaigns take calls: their schedules, holidays and overrides, made ready for plans. */
@Injectable()
export class CampaignHoursService {
  constructor(
    private readonly overrides: CampaignOverridesService,
    private readonly schedules: WorkSchedulesService,
    private readonly holidayGroups: HolidayGroupsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Reads once what the hours of these campaigns need; of all campaigns when none are named. */
  async read(campaignIds: readonly string[] | null): Promise<HoursOf> {
    const overrides = await this.overrides.inForce(campaignIds);
    return (campaignId, { workScheduleId, holidayGroupId }) => {
      const forced = overrides.get(campaignId);
      const override = forced === undefined ? null : { state: forced.state, until: forced.until };
      return {
        // A schedule that is no more cannot be kept to; the summary is red then.
        hours: workScheduleId === null ? null : this.schedules.hours(workScheduleId),
        timeZone: this.timeZone,
        holidays: holidayGroupId === null ? [] : (this.holidayGroups.holidays(holidayGroupId) ?? []),
        override,
      };
    };
  }

  /** Where holidays begin and end in a campaign without a work schedule. */
  private get timeZone(): string {
    return this.configuration.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}
