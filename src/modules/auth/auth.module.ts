import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AUTHENTICATOR } from '../../platform/auth/authenticator.js';
import { AgentsModule } from '../agents/agents.module.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { FirstAdministratorService } from './first-administrator.service.js';

/** Global, so that the guard of every route finds who a token belongs to. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity]), AgentsModule],
  controllers: [AuthController],
  providers: [AuthService, ApiKeysService, FirstAdministratorService, { provide: AUTHENTICATOR, useExisting: AuthService }],
  exports: [AUTHENTICATOR, FirstAdministratorService],
})
export class AuthModule {}
