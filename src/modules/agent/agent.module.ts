import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { CallsModule } from '../calls/calls.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { AgentActionsController } from './agent-actions.controller.js';
import { AgentCallActionsController } from './agent-call-actions.controller.js';
import { AgentCallController } from './agent-call.controller.js';
import { AgentCallsController } from './agent-calls.controller.js';
import { AgentCallsService } from './agent-calls.service.js';
import { AgentRecordingActionsController } from './agent-recording-actions.controller.js';
import { AgentRecordingController } from './agent-recording.controller.js';
import { AgentController } from './agent.controller.js';
import { AgentService } from './agent.service.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsService } from './dispositions.service.js';

@Module({
  imports: [AgentsModule, CallsModule, CampaignsModule, DirectoryModule],
  controllers: [
    AgentController,
    AgentActionsController,
    AgentCallController,
    AgentCallActionsController,
    AgentCallsController,
    AgentRecordingController,
    AgentRecordingActionsController,
    DispositionsController,
  ],
  providers: [AgentService, AgentCallsService, DispositionsService],
  exports: [AgentService, AgentCallsService],
})
export class AgentModule {}
