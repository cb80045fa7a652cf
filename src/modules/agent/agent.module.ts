import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { AgentActionsController } from './agent-actions.controller.js';
import { AgentService } from './agent.service.js';
import { AgentController } from './agent.controller.js';

@Module({
  imports: [AgentsModule],
  controllers: [AgentController, AgentActionsController],
  providers: [AgentService],
  exports: [AgentService],
})
export class AgentModule {}
