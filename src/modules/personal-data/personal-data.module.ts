import { Module } from '@nestjs/common';

import { CallsModule } from '../calls/calls.module.js';
import { DialPolicyModule } from '../dial-policy/dial-policy.module.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PersonalDataService } from './personal-data.service.js';

@Module({ imports: [CallsModule, DialPolicyModule], controllers: [PersonalDataController], providers: [PersonalDataService] })
export class PersonalDataModule {}
