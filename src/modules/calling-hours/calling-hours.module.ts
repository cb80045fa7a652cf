import { Module } from '@nestjs/common';

import { CallingHoursController } from './calling-hours.controller.js';
import { CallingHoursService } from './calling-hours.service.js';

@Module({
  controllers: [CallingHoursController],
  providers: [CallingHoursService],
  exports: [CallingHoursService],
})
export class CallingHoursModule {}
