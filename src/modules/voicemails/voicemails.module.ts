import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { CallsModule } from '../calls/calls.module.js';
import { VoicemailEntity } from './voicemail.entity.js';
import { VoicemailsController } from './voicemails.controller.js';
import { VoicemailsService } from './voicemails.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([VoicemailEntity]), CallsModule],
  controllers: [VoicemailsController],
  providers: [VoicemailsService],
  exports: [VoicemailsService],
})
export class VoicemailsModule {}
