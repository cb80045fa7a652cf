import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentsService } from './agents.service.js';
import { AgentChanges, AgentDraft, AgentQuery, AgentView, SipAccountView } from './dto/agent.dto.js';

const AgentPage = PageOf(AgentView, 'AgentPage');

@ApiTags('agents')
@Controller('agents')
export class AgentsController {
  constructor(private readonly agents: AgentsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'The staff, by login' })
  @ApiOkResponse({ type: AgentPage })
  list(@Query() query: AgentQuery): Promise<Page<AgentView>> {
    return this.agents.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create an agent, supervisor or administrator' })
  @ApiExample(AgentDraft, {
    login: 'alice',
    password: 'correct horse',
    displayName: 'Alice Martin',
    role: 'agent',
    extension: '101',
    phone: { kind: 'sip' },
  })
  @ApiCreatedResponse({ type: AgentView })
  @ApiProblem(409, '`login-taken`, `extension-taken`')
  @ApiProblem(422, '`not-a-number`, `dial-refused`, `phone-required`, `phone-not-allowed`, `unknown-skill`')
  create(@Body() draft: AgentDraft): Promise<AgentView> {
    return this.agents.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One member of the staff' })
  @ApiOkResponse({ type: AgentView })
  @ApiProblem(404, '`unknown-agent`')
  get(@Param('id') id: string): Promise<AgentView> {
    return this.agents.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a member of the staff', description: 'A new password ends the tokens issued before.' })
  @ApiExample(AgentChanges, { displayName: 'Alice Durand', phone: { kind: 'number', number: '06 12 34 56 78' } })
  @ApiOkResponse({ type: AgentView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, '`login-taken`, `extension-taken`, `last-admin`, `agent-signed-in`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`not-a-number`, `dial-refused`, `phone-required`, `phone-not-allowed`, `unknown-skill`')
  change(@Param('id') id: string, @Body() changes: AgentChanges, @IfMatch() version: number | null): Promise<AgentView> {
    return this.agents.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a member of the staff who is not at work' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, '`agent-signed-in`, `last-admin`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.agents.remove(id, version);
  }

  @Get(':id/sip-account')
  @Allow('admin')
  @ApiOperation({ summary: 'What to enter in the SIP phone' })
  @ApiOkResponse({ type: SipAccountView })
  @ApiProblem(404, '`unknown-agent`, `no-sip-account`')
  sipAccount(@Param('id') id: string): Promise<SipAccountView> {
    return this.agents.sipAccount(id);
  }
}
