import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { DispositionGroupEntity } from './disposition-group.entity.js';
import { DispositionGroupsController } from './disposition-groups.controller.js';
import { DispositionGroupsService } from './disposition-groups.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([DispositionGroupEntity])],
  controllers: [DispositionGroupsController],
  providers: [DispositionGroupsService],
  exports: [DispositionGroupsService],
})
export class DispositionGroupsModule {}
