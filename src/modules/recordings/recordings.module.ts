import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { CallsModule } from '../calls/calls.module.js';
import { RecordingDeletionsService } from './recording-deletions.service.js';
import { RecordingAgentEntity, RecordingEntity } from './recording.entity.js';
import { RecordingsController } from './recordings.controller.js';
import { RecordingsService } from './recordings.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([RecordingEntity, RecordingAgentEntity]), CallsModule],
  controllers: [RecordingsController],
  providers: [RecordingsService, RecordingDeletionsService],
  exports: [RecordingsService],
})
export class RecordingsModule {}
