import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AgentMemoryEntity } from './agent-memory.entity.js';
import { CallEntity } from './call.entity.js';
import { CallErasureService } from './call-erasure.service.js';
import { CallRetentionService } from './call-retention.service.js';
import { CallsController } from './calls.controller.js';
import { CallsService } from './calls.service.js';
import { JournalEntryEntity } from './journal-entry.entity.js';
import { JournalService } from './journal.service.js';
import { ResumptionService } from './resumption.service.js';

/** The past. Nothing in it may need the engine, which is made of it. */
@Module({
  imports: [TypeOrmModule.forFeature([JournalEntryEntity, CallEntity, AgentMemoryEntity])],
  controllers: [CallsController],
  providers: [JournalService, CallsService, ResumptionService, CallErasureService, CallRetentionService],
  exports: [CallsService, JournalService, ResumptionService, CallErasureService],
})
export class CallsModule {}
