import { Module } from '@nestjs/common';

import { AgentModule } from '../agent/agent.module.js';
import { AgentsModule } from '../agents/agents.module.js';
import { DialPolicyModule } from '../dial-policy/dial-policy.module.js';
import { SupervisionsController } from './supervisions.controller.js';
import { SupervisionsService } from './supervisions.service.js';

@Module({
  imports: [AgentModule, AgentsModule, DialPolicyModule],
  controllers: [SupervisionsController],
  providers: [SupervisionsService],
})
export class SupervisionsModule {}
