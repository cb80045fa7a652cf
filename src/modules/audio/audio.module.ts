import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AudioController } from './audio.controller.js';
import { AudioMediaController } from './audio-media.controller.js';
import { AudioEntity } from './audio.entity.js';
import { AudioService } from './audio.service.js';
import { SpeechMediaController } from './speech-media.controller.js';
import { SpokenTextsService } from './spoken-texts.service.js';
import { TravellingSoundsService } from './travelling-sounds.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AudioEntity])],
  controllers: [AudioController, AudioMediaController, SpeechMediaController],
  providers: [AudioService, SpokenTextsService, TravellingSoundsService],
  exports: [AudioService, SpokenTextsService, TravellingSoundsService],
})
export class AudioModule {}
