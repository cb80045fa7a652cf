import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { DESK, type Desk } from '../../engine/desk.js';
import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CallbacksService } from './callbacks.service.js';
import { CallbackOrder, CallbackQuery, CallbackView } from './dto/callback.dto.js';

const EXAMPLE = { campaignId: '01JSUPPORT0000000000000000', number: '06 12 34 56 78', notBefore: '2030-01-15T09:00:00Z', agentId: null };

const CallbackPage = PageOf(CallbackView, 'CallbackPage');

@ApiTags('callbacks')
@Controller('callbacks')
export class CallbacksController {
  constructor(
    private readonly callbacks: CallbacksService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  @Get()
  @Allow('agent')
  @ApiOperation({
    summary: 'Those who asked to be called back, by the place in the line that they keep',
    description: 'Agents see those of their queues that are for no other agent, and those that they have, or had.',
  })
  @ApiOkResponse({ type: CallbackPage })
  @ApiProblem(403, '`not-an-agent`')
  list(@Query() query: CallbackQuery, @Who() who: Principal): Promise<Page<CallbackView>> {
    return this.callbacks.list(query, who);
  }

  @Get(':id')
  @Allow('agent')
  @ApiOperation({ summary: 'One callback' })
  @ApiOkResponse({ type: CallbackView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-callback`')
  get(@Param('id') id: string, @Who() who: Principal): Promise<CallbackView> {
    return this.callbacks.get(id, who);
  }

  @Post()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Have a number called back, by any agent of the queue or by one' })
  @ApiExample(CallbackOrder, EXAMPLE)
  @ApiCreatedResponse({ type: CallbackView })
  @ApiProblem(409, '`callback-open`, with the `id` of the one that is')
  @ApiProblem(422, '`unknown-campaign`, `unknown-agent`, `invalid-number`, `number-not-allowed`')
  plan(@Body() order: CallbackOrder): CallbackView {
    return this.callbacks.plan(order);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Confirm a callback that is proposed: from now on it waits for its turn' })
  @ApiOkResponse({ type: CallbackView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-callback`')
  @ApiProblem(409, '`callback-not-proposed`')
  confirm(@Param('id') id: string, @Who() who: Principal): Promise<CallbackView> {
    return this.callbacks.confirm(id, who);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Cancel a callback that waits' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-callback`')
  @ApiProblem(409, '`callback-not-waiting`')
  async cancel(@Param('id') id: string, @Who() who: Principal): Promise<void> {
    await this.callbacks.get(id, who);
    this.desk.cancelCallback(id);
  }
}
