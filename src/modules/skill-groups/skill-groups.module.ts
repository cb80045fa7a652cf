import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { SkillGroupEntity } from './skill-group.entity.js';
import { SkillGroupsController } from './skill-groups.controller.js';
import { SkillGroupsService } from './skill-groups.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([SkillGroupEntity])],
  controllers: [SkillGroupsController],
  providers: [SkillGroupsService],
  exports: [SkillGroupsService],
})
export class SkillGroupsModule {}
