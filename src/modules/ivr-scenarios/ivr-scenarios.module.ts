import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AudioModule } from '../audio/audio.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { SkillGroupsModule } from '../skill-groups/skill-groups.module.js';
import { WorkSchedulesModule } from '../work-schedules/work-schedules.module.js';
import { IvrScenarioEntity } from './ivr-scenario.entity.js';
import { IvrScenariosController } from './ivr-scenarios.controller.js';
import { IvrScenariosService } from './ivr-scenarios.service.js';
import { SimulationService } from './simulation.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([IvrScenarioEntity]), AudioModule, QueuesModule, SkillGroupsModule, WorkSchedulesModule],
  controllers: [IvrScenariosController],
  providers: [IvrScenariosService, SimulationService],
  exports: [IvrScenariosService],
})
export class IvrScenariosModule {}
