import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { QueueChanges, QueueDraft, QueueView } from './dto/queue.dto.js';
import { QueuesService } from './queues.service.js';

const QueuePage = PageOf(QueueView, 'QueuePage');

@ApiTags('queues')
@Controller('queues')
export class QueuesController {
  constructor(private readonly queues: QueuesService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Queues, by code' })
  @ApiOkResponse({ type: QueuePage })
  list(@Query() query: PageQuery): Promise<Page<QueueView>> {
    return this.queues.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a queue' })
  @ApiExample(QueueDraft, { code: '500', description: 'Support', distribution: 'longest-idle', ringTimeoutSeconds: 15 })
  @ApiCreatedResponse({ type: QueueView })
  @ApiProblem(409, '`code-taken`')
  @ApiProblem(422, '`unknown-agent`')
  create(@Body() draft: QueueDraft): Promise<QueueView> {
    return this.queues.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One queue' })
  @ApiOkResponse({ type: QueueView })
  @ApiProblem(404, '`unknown-queue`')
  get(@Param('id') id: string): Promise<QueueView> {
    return this.queues.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a queue' })
  @ApiExample(QueueChanges, { description: 'Support, second level', ageingSeconds: 60 })
  @ApiOkResponse({ type: QueueView })
  @ApiProblem(404, '`unknown-queue`')
  @ApiProblem(409, '`code-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`unknown-agent`')
  change(@Param('id') id: string, @Body() changes: QueueChanges, @IfMatch() version: number | null): Promise<QueueView> {
    return this.queues.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a queue that serves no campaign and in which nobody waits' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-queue`')
  @ApiProblem(409, '`queue-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.queues.remove(id, version);
  }

  @Put(':id/agents/:agentId')
  @Allow('admin')
  @ApiOperation({ summary: 'Let an agent serve a queue' })
  @ApiOkResponse({ type: QueueView })
  @ApiProblem(404, '`unknown-queue`, `unknown-agent`')
  addAgent(@Param('id') id: string, @Param('agentId') agentId: string): Promise<QueueView> {
    return this.queues.addAgent(id, agentId);
  }

  @Delete(':id/agents/:agentId')
  @HttpCode(204)
  @Allow('admin')
  @ApiOperation({ summary: 'Take an agent out of a queue' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-queue`, `agent-not-in-queue`')
  removeAgent(@Param('id') id: string, @Param('agentId') agentId: string): Promise<void> {
    return this.queues.removeAgent(id, agentId);
  }
}
