import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AudioModule } from '../audio/audio.module.js';
import { DidsModule } from '../dids/dids.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { SkillGroupsModule } from '../skill-groups/skill-groups.module.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsService } from './campaigns.service.js';
import { DirectoryRefreshService } from './directory-refresh.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([CampaignEntity, CampaignVersionEntity]),
    AudioModule,
    DidsModule,
    DirectoryModule,
    QueuesModule,
    SitesModule,
    SkillGroupsModule,
  ],
  controllers: [CampaignsController],
  providers: [CampaignsService, DirectoryRefreshService],
  exports: [CampaignsService, DirectoryRefreshService],
})
export class CampaignsModule {}
