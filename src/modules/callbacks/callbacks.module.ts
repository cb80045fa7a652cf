import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { CallsModule } from '../calls/calls.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { CallbackErasureService } from './callback-erasure.service.js';
import { CallbackEntity } from './callback.entity.js';
import { CallbacksController } from './callbacks.controller.js';
import { CallbacksService } from './callbacks.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CallbackEntity]), CallsModule, QueuesModule],
  controllers: [CallbacksController],
  providers: [CallbacksService, CallbackErasureService],
  exports: [CallbacksService],
})
export class CallbacksModule {}
