import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { VoicemailsModule } from '../voicemails/voicemails.module.js';
import { LiveController } from './live.controller.js';
import { LiveService } from './live.service.js';

@Module({
  imports: [AgentsModule, CampaignsModule, QueuesModule, VoicemailsModule],
  controllers: [LiveController],
  providers: [LiveService],
})
export class LiveModule {}
