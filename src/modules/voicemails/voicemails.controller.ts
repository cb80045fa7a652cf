import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiFile, sendFile } from '../../platform/http/file-download.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { VoicemailClosing, VoicemailQuery, VoicemailView } from './dto/voicemail.dto.js';
import { VoicemailCallbacksService } from './voicemail-callbacks.service.js';
import { VoicemailWorkService } from './voicemail-work.service.js';
import { VoicemailsService } from './voicemails.service.js';

const VoicemailPage = PageOf(VoicemailView, 'VoicemailPage');

@ApiTags('voicemails')
@Controller('voicemails')
export class VoicemailsController {
  constructor(
    private readonly voicemails: VoicemailsService,
    private readonly work: VoicemailWorkService,
    private readonly callbacks: VoicemailCallbacksService,
  ) {}

  @Get()
  @Allow('agent')
  @ApiOperation({
    summary: 'Messages of callers, the oldest first',
    description: 'Agents see those of their queues, and the one they have.',
  })
  @ApiOkResponse({ type: VoicemailPage })
  @ApiProblem(403, '`not-an-agent`')
  list(@Query() query: VoicemailQuery, @Who() who: Principal): Promise<Page<VoicemailView>> {
    return this.voicemails.list(query, who);
  }

  @Get(':id')
  @Allow('agent')
  @ApiOperation({ summary: 'One message' })
  @ApiOkResponse({ type: VoicemailView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-voicemail`')
  get(@Param('id') id: string, @Who() who: Principal): Promise<VoicemailView> {
    return this.voicemails.get(id, who);
  }

  @Get(':id/audio')
  @Allow('agent')
  @ApiOperation({ summary: 'What the caller said' })
  @ApiFile('audio/wav')
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-voicemail`, `file-vanished`')
  async audio(@Param('id') id: string, @Who() who: Principal, @Req() request: Request, @Res() response: Response): Promise<void> {
    await sendFile(request, response, await this.voicemails.file(id, who), { type: 'audio/wav' });
  }

  @Post(':id/close')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'End the work on a message', description: 'By the agent who has it, or by a supervisor, who closes any.' })
  @ApiExample(VoicemailClosing, { code: 'SALE', note: 'Called back, will order on Monday.' })
  @ApiOkResponse({ type: VoicemailView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-voicemail`')
  @ApiProblem(409, '`voicemail-closed`, `voicemail-not-yours`')
  @ApiProblem(422, '`unknown-disposition`')
  close(@Param('id') id: string, @Body() body: VoicemailClosing, @Who() who: Principal): Promise<VoicemailView> {
    return this.work.close(id, body, who);
  }

  @Post(':id/call-back')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({
    summary: 'Call back who left the message',
    description:
      'A callback for the agent who has it, due at once: the phone rings as soon as the agent is available, then the caller is dialled.',
  })
  @ApiOkResponse({ type: VoicemailView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-voicemail`')
  @ApiProblem(409, '`voicemail-not-claimed`, `voicemail-not-yours`')
  @ApiProblem(422, '`number-withheld`, `invalid-number`, `number-not-allowed`, `unknown-campaign`, `unknown-agent`')
  callBack(@Param('id') id: string, @Who() who: Principal): Promise<VoicemailView> {
    return this.callbacks.callBack(id, who);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Give a message back to the queue', description: 'By the agent who has it, or by a supervisor.' })
  @ApiOkResponse({ type: VoicemailView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-voicemail`')
  @ApiProblem(409, '`voicemail-not-claimed`, `voicemail-not-yours`')
  release(@Param('id') id: string, @Who() who: Principal): Promise<VoicemailView> {
    return this.work.release(id, who);
  }
}
