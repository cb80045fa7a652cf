import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CallsService } from './calls.service.js';
import { CallDetailView, CallQuery, CallView } from './dto/call.dto.js';

const CallPage = PageOf(CallView, 'CallPage');

@ApiTags('calls')
@Controller('calls')
export class CallsController {
  constructor(private readonly calls: CallsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Calls, the latest first' })
  @ApiOkResponse({ type: CallPage })
  list(@Query() query: CallQuery): Promise<Page<CallView>> {
    return this.calls.list(query);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One call and all that happened to it' })
  @ApiOkResponse({ type: CallDetailView })
  @ApiProblem(404, '`unknown-call`')
  get(@Param('id') id: string): Promise<CallDetailView> {
    return this.calls.get(id);
  }
}
