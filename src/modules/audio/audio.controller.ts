import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { AudioService } from './audio.service.js';
import { AudioQuery, AudioView } from './dto/audio.dto.js';

const AudioPage = PageOf(AudioView, 'AudioPage');

@ApiTags('audio')
@Controller('audio')
export class AudioController {
  constructor(private readonly audio: AudioService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Sounds that campaigns can play, by id' })
  @ApiOkResponse({ type: AudioPage })
  list(@Query() query: AudioQuery): Page<AudioView> {
    return this.audio.list(query);
  }
}
