import { Module } from '@nestjs/common';

import { AudioModule } from '../audio/audio.module.js';
import { HolidayGroupsController } from './holiday-groups.controller.js';
import { HolidayGroupsService } from './holiday-groups.service.js';

@Module({
  imports: [AudioModule],
  controllers: [HolidayGroupsController],
  providers: [HolidayGroupsService],
  exports: [HolidayGroupsService],
})
export class HolidayGroupsModule {}
