import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Allow } from '../../platform/auth/access.js';
import { ApiFile, sendFile } from '../../platform/http/file-download.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { VoicemailQuery, VoicemailView } from './dto/voicemail.dto.js';
import { VoicemailsService } from './voicemails.service.js';

const VoicemailPage = PageOf(VoicemailView, 'VoicemailPage');

@ApiTags('voicemails')
@Controller('voicemails')
export class VoicemailsController {
  constructor(private readonly voicemails: VoicemailsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Messages of callers, the oldest first' })
  @ApiOkResponse({ type: VoicemailPage })
  list(@Query() query: VoicemailQuery): Promise<Page<VoicemailView>> {
    return this.voicemails.list(query);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One message' })
  @ApiOkResponse({ type: VoicemailView })
  @ApiProblem(404, '`unknown-voicemail`')
  get(@Param('id') id: string): Promise<VoicemailView> {
    return this.voicemails.get(id);
  }

  @Get(':id/audio')
  @Allow('supervisor')
  @ApiOperation({ summary: 'What the caller said' })
  @ApiFile('audio/wav')
  @ApiProblem(404, '`unknown-voicemail`, `file-vanished`')
  async audio(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await sendFile(request, response, await this.voicemails.file(id), { type: 'audio/wav' });
  }
}
