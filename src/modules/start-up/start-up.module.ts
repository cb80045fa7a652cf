import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { CallbacksModule } from '../callbacks/callbacks.module.js';
import { CallsModule } from '../calls/calls.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { VoicemailsModule } from '../voicemails/voicemails.module.js';
import { RecordingsModule } from '../recordings/recordings.module.js';
import { StartUpService } from './start-up.service.js';

@Module({
  imports: [AgentsModule, AuthModule, CallbacksModule, CallsModule, CampaignsModule, QueuesModule, RecordingsModule, VoicemailsModule],
  providers: [StartUpService],
  exports: [StartUpService],
})
export class StartUpModule {}
