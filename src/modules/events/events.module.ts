import { Module } from '@nestjs/common';

import { CallsModule } from '../calls/calls.module.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

@Module({ imports: [CallsModule], controllers: [EventsController], providers: [EventsService] })
export class EventsModule {}
