import { Module } from '@nestjs/common';

import { AgentsModule } from '../agents/agents.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { StartUpService } from './start-up.service.js';

@Module({
  imports: [AgentsModule, AuthModule],
  providers: [StartUpService],
  exports: [StartUpService],
})
export class StartUpModule {}
