import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AudioController } from './audio.controller.js';
import { AudioMediaController } from './audio-media.controller.js';
import { AudioEntity } from './audio.entity.js';
import { AudioService } from './audio.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AudioEntity])],
  controllers: [AudioController, AudioMediaController],
  providers: [AudioService],
  exports: [AudioService],
})
export class AudioModule {}
