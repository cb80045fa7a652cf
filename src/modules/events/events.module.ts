import { Module } from '@nestjs/common';

import { AgentModule } from '../agent/agent.module.js';
import { CallsModule } from '../calls/calls.module.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

@Module({ imports: [CallsModule, AgentModule], controllers: [EventsController], providers: [EventsService] })
export class EventsModule {}
