import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { AgentActionsController } from './agent-actions.controller.js';
import { AgentService } from './agent.service.js';
import { OwnStateController } from './own-state.controller.js';

@Module({ imports: [AgentsModule], controllers: [OwnStateController, AgentActionsController], providers: [AgentService] })
export class AgentModule {}
