import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { CallsModule } from '../calls/calls.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { CallDispositionEntity } from './call-disposition.entity.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsService } from './dispositions.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CallDispositionEntity]), CallsModule, CampaignsModule],
  controllers: [DispositionsController],
  providers: [DispositionsService],
})
export class DispositionsModule {}
