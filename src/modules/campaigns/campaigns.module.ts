import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AgentsModule } from '../agents/agents.module.js';
import { AudioModule } from '../audio/audio.module.js';
import { DialPolicyModule } from '../dial-policy/dial-policy.module.js';
import { CallingHoursModule } from '../calling-hours/calling-hours.module.js';
import { HolidayGroupsModule } from '../holiday-groups/holiday-groups.module.js';
import { WorkSchedulesModule } from '../work-schedules/work-schedules.module.js';
import { DidsModule } from '../dids/dids.module.js';
import { DispositionGroupsModule } from '../disposition-groups/disposition-groups.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { IvrScenariosModule } from '../ivr-scenarios/ivr-scenarios.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { ScriptsModule } from '../scripts/scripts.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { SkillGroupsModule } from '../skill-groups/skill-groups.module.js';
import { CampaignChecksService } from './campaign-checks.service.js';
import { CampaignDefaultsController } from './campaign-defaults.controller.js';
import { CampaignDefaultsEntity } from './campaign-defaults.entity.js';
import { CampaignDefaultsService } from './campaign-defaults.service.js';
import { CampaignHoursService } from './campaign-hours.service.js';
import { CampaignOpeningsService } from './campaign-openings.service.js';
import { CampaignOperationsController } from './campaign-operations.controller.js';
import { CampaignOperationsService } from './campaign-operations.service.js';
import { CampaignOverrideEntity } from './campaign-override.entity.js';
import { CampaignOverridesService } from './campaign-overrides.service.js';
import { CampaignRevisionsService } from './campaign-revisions.service.js';
import { CampaignSummariesService } from './campaign-summaries.service.js';
import { CampaignImportsService } from './campaign-imports.service.js';
import { CampaignShelvesService } from './campaign-shelves.service.js';
import { CampaignTransfersController } from './campaign-transfers.controller.js';
import { CampaignTransfersService } from './campaign-transfers.service.js';
import { CampaignUsesService } from './campaign-uses.service.js';
import { CampaignVersionsController } from './campaign-versions.controller.js';
import { CampaignVersionsService } from './campaign-versions.service.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsService } from './campaigns.service.js';
import { DirectoryRefreshService } from './directory-refresh.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([CampaignEntity, CampaignVersionEntity, CampaignDefaultsEntity, CampaignOverrideEntity]),
    AgentsModule,
    AudioModule,
    CallingHoursModule,
    HolidayGroupsModule,
    WorkSchedulesModule,
    DialPolicyModule,
    DispositionGroupsModule,
    ScriptsModule,
    DidsModule,
    DirectoryModule,
    IvrScenariosModule,
    QueuesModule,
    SitesModule,
    SkillGroupsModule,
  ],
  controllers: [
    CampaignsController,
    CampaignOperationsController,
    CampaignTransfersController,
    CampaignVersionsController,
    CampaignDefaultsController,
  ],
  providers: [
    CampaignsService,
    CampaignRevisionsService,
    CampaignOperationsService,
    CampaignOverridesService,
    CampaignHoursService,
    CampaignShelvesService,
    CampaignImportsService,
    CampaignTransfersService,
    CampaignSummariesService,
    CampaignOpeningsService,
    CampaignVersionsService,
    CampaignChecksService,
    CampaignDefaultsService,
    CampaignUsesService,
    DirectoryRefreshService,
  ],
  exports: [CampaignsService, CampaignOpeningsService, DirectoryRefreshService],
})
export class CampaignsModule {}
