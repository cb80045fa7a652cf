import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { HttpProblem } from '../../platform/http/problem.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { EventsService } from './events.service.js';

@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @Allow('agent')
  @ApiOperation({
    summary: 'What happens, as it happens',
    description:
      'Server-Sent Events: `id`, `event` (the type) and `data` (JSON with `id`, `at`, `type` and the fields of the type). Agents receive their own: what names them, all that happens to a call while they talk in it except that a supervisor listens, and with `call-offered` the fields of `GET /agent/call`. docs/events.md has every type.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last id received: what happened since is sent first, the latest 20,000 events at the most.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiProblem(429, '`too-many-readers`: twenty streams of one person or key.')
  @ApiProblem(503, '`too-many-readers`')
  async stream(
    @Req() request: Request,
    @Res() response: Response,
    @Who() who: Principal,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Promise<void> {
    if (lastEventId !== undefined && !/^[0-9A-Z]{1,40}$/.test(lastEventId)) {
      throw new HttpProblem(400, 'bad-last-event-id', 'Last-Event-ID must be an id that was received before.');
    }
    const token = (request.header('authorization') ?? '').replace(/^Bearer +/i, '');
    await this.events.serve(response, who, token, lastEventId ?? null);
  }
}
