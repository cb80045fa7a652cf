import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { CallsModule } from '../calls/calls.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { AgentActionsController } from './agent-actions.controller.js';
import { AgentCallActionsController } from './agent-call-actions.controller.js';
import { AgentCallController } from './agent-call.controller.js';
import { AgentCallsController } from './agent-calls.controller.js';
import { AgentCallsService } from './agent-calls.service.js';
import { AgentRecordingActionsController } from './agent-recording-actions.controller.js';
import { AgentRecordingController } from './agent-recording.controller.js';
import { AgentController } from './agent.controller.js';
import { AgentService } from './agent.service.js';
import { ColleaguesController } from './colleagues.controller.js';
import { ColleaguesService } from './colleagues.service.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsService } from './dispositions.service.js';

@Module({
  imports: [AgentsModule, CallsModule, CampaignsModule, DirectoryModule, QueuesModule],
  controllers: [
    AgentController,
    AgentActionsController,
    AgentCallController,
    AgentCallActionsController,
    AgentCallsController,
    AgentRecordingController,
    AgentRecordingActionsController,
    ColleaguesController,
    DispositionsController,
  ],
  providers: [AgentService, AgentCallsService, ColleaguesService, DispositionsService],
  exports: [AgentService, AgentCallsService],
})
export class AgentModule {}
