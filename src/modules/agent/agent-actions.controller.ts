import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import {
  CALL_UNREACHABLE,
  HANG_UP,
  HANG_UP_REFUSED,
  PAUSE_REFUSED,
  RESUME_REFUSED,
  SIGN_IN,
  SIGN_IN_REFUSED,
  SIGN_OUT,
  SIGN_OUT_REFUSED,
  WRAP_UP_REFUSED,
} from './agent-descriptions.js';
import { AgentStateView, PauseRequest } from './dto/agent-state.dto.js';

/** The same for supervisors, on any agent. */
@ApiTags('agents')
@Controller('agents')
export class AgentActionsController {
  constructor(private readonly agent: AgentService) {}

  @Get(':id/state')
  @Allow('supervisor')
  @ApiOperation({ summary: 'What an agent is doing' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  state(@Param('id') id: string): AgentStateView {
    return this.agent.state(this.agent.other(id));
  }

  @Post(':id/sign-in')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Start work', description: SIGN_IN })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, SIGN_IN_REFUSED)
  @ApiProblem(503, '`pbx-unavailable`: a phone with a permanent connection cannot be called at the moment.')
  signIn(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'sign-in' });
  }

  @Post(':id/sign-out')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'End work', description: SIGN_OUT })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, SIGN_OUT_REFUSED)
  signOut(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'sign-out' });
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Pause', description: 'During an offer it is withdrawn; during a call the pause begins after wrap-up.' })
  @ApiExample(PauseRequest, { reason: 'lunch' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, PAUSE_REFUSED)
  pause(@Param('id') id: string, @Body() body: PauseRequest): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'pause', reason: body.reason ?? null });
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'End a pause, or a pending one' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, RESUME_REFUSED)
  resume(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'resume' });
  }

  @Post(':id/wrap-up/end')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'End wrap-up' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, WRAP_UP_REFUSED)
  endWrapUp(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'end-wrap-up' });
  }

  @Post(':id/call/hang-up')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'End the current call', description: HANG_UP })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, HANG_UP_REFUSED)
  @ApiProblem(503, CALL_UNREACHABLE)
  hangUp(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'hang-up', by: 'supervisor' });
  }
}
