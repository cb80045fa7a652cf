import { Controller, Delete, Get, HttpCode, Inject, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { DESK, type Desk } from '../../engine/desk.js';
import { Allow } from '../../platform/auth/access.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CallbacksService } from './callbacks.service.js';
import { CallbackQuery, CallbackView } from './dto/callback.dto.js';

const CallbackPage = PageOf(CallbackView, 'CallbackPage');

@ApiTags('callbacks')
@Controller('callbacks')
export class CallbacksController {
  constructor(
    private readonly callbacks: CallbacksService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Those who asked to be called back, by the place in the line that they keep' })
  @ApiOkResponse({ type: CallbackPage })
  list(@Query() query: CallbackQuery): Promise<Page<CallbackView>> {
    return this.callbacks.list(query);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One callback' })
  @ApiOkResponse({ type: CallbackView })
  @ApiProblem(404, '`unknown-callback`')
  get(@Param('id') id: string): Promise<CallbackView> {
    return this.callbacks.get(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Cancel a callback that waits' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-callback`')
  @ApiProblem(409, '`callback-not-waiting`')
  async cancel(@Param('id') id: string): Promise<void> {
    await this.callbacks.get(id);
    this.desk.cancelCallback(id);
  }
}
