import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AgentModule } from '../agent/agent.module.js';
import { AgentsModule } from '../agents/agents.module.js';
import { CallsModule } from '../calls/calls.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { DispositionGroupsModule } from '../disposition-groups/disposition-groups.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { VoicemailCallbacksService } from './voicemail-callbacks.service.js';
import { VoicemailClaimsController } from './voicemail-claims.controller.js';
import { VoicemailClosingsService } from './voicemail-closings.service.js';
import { VoicemailCountsService } from './voicemail-counts.service.js';
import { VoicemailErasureService } from './voicemail-erasure.service.js';
import { VoicemailJobsService } from './voicemail-jobs.service.js';
import { VoicemailOverflowService } from './voicemail-overflow.service.js';
import { VoicemailMediaController } from './voicemail-media.controller.js';
import { VoicemailPlaybackService } from './voicemail-playback.service.js';
import { VoicemailStepEntity } from './voicemail-step.entity.js';
import { VoicemailStepsService } from './voicemail-steps.service.js';
import { VoicemailWorkService } from './voicemail-work.service.js';
import { VoicemailEntity } from './voicemail.entity.js';
import { VoicemailsController } from './voicemails.controller.js';
import { VoicemailsService } from './voicemails.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([VoicemailEntity, VoicemailStepEntity]),
    AgentModule,
    AgentsModule,
    CallsModule,
    CampaignsModule,
    DispositionGroupsModule,
    QueuesModule,
  ],
  controllers: [VoicemailsController, VoicemailClaimsController, VoicemailMediaController],
  providers: [
    VoicemailsService,
    VoicemailWorkService,
    VoicemailClosingsService,
    VoicemailCallbacksService,
    VoicemailPlaybackService,
    VoicemailStepsService,
    VoicemailCountsService,
    VoicemailOverflowService,
    VoicemailJobsService,
    VoicemailErasureService,
  ],
  exports: [VoicemailsService, VoicemailCountsService],
})
export class VoicemailsModule {}
