import { Controller, Delete, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiFile, sendFile } from '../../platform/http/file-download.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { RecordingQuery, RecordingView } from './dto/recording.dto.js';
import { RecordingDeletionsService } from './recording-deletions.service.js';
import { RecordingsService } from './recordings.service.js';

const RecordingPage = PageOf(RecordingView, 'RecordingPage');

@ApiTags('recordings')
@Controller('recordings')
export class RecordingsController {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly deletions: RecordingDeletionsService,
  ) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Recorded conversations, the latest first' })
  @ApiOkResponse({ type: RecordingPage })
  @ApiProblem(400, '`from` or `to` is no instant.')
  list(@Query() query: RecordingQuery): Promise<Page<RecordingView>> {
    return this.recordings.list(query);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One recording' })
  @ApiOkResponse({ type: RecordingView })
  @ApiProblem(404, '`unknown-recording`')
  get(@Param('id') id: string): Promise<RecordingView> {
    return this.recordings.get(id);
  }

  @Get(':id/audio')
  @Allow('supervisor')
  @ApiOperation({
    summary: 'What was said: the caller left, the agent right',
    description: 'Whoever saves it gets a file named by the id of the call and the instant at which the recording was begun.',
  })
  @ApiFile('audio/wav')
  @ApiProblem(404, '`unknown-recording`, `file-vanished`')
  async audio(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { path, name } = await this.recordings.file(id);
    await sendFile(request, response, path, { type: 'audio/wav', headers: { 'Content-Disposition': `inline; filename="${name}"` } });
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiOperation({ summary: 'Delete a recording before its time' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-recording`')
  remove(@Param('id') id: string, @Who() { name }: Principal): Promise<void> {
    return this.deletions.remove(id, name);
  }
}
