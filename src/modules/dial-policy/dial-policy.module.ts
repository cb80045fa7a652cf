import { Module } from '@nestjs/common';

import { DialPolicyController } from './dial-policy.controller.js';
import { DialPolicyService } from './dial-policy.service.js';

/** Needs nothing but the database: the engine is made of it, so it must not need the engine. */
@Module({
  controllers: [DialPolicyController],
  providers: [DialPolicyService],
  exports: [DialPolicyService],
})
export class DialPolicyModule {}
