import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { SitesModule } from '../sites/sites.module.js';
import { DidEntity } from './did.entity.js';
import { DidsController } from './dids.controller.js';
import { DidsService } from './dids.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([DidEntity]), SitesModule],
  controllers: [DidsController],
  providers: [DidsService],
  exports: [DidsService],
})
export class DidsModule {}
