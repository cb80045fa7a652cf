import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
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

/** What an agent does while working. */
@ApiTags('agent')
@Controller('agent')
export class AgentController {
  constructor(private readonly agent: AgentService) {}

  @Get()
  @Allow('agent')
  @ApiOperation({ summary: 'What you are doing' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  state(@Who() who: Principal): AgentStateView {
    return this.agent.state(this.agent.self(who));
  }

  @Post('sign-in')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Start work', description: SIGN_IN })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, SIGN_IN_REFUSED)
  @ApiProblem(503, '`pbx-unavailable`: a phone with a permanent connection cannot be called at the moment.')
  signIn(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'sign-in' });
  }

  @Post('sign-out')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'End work', description: SIGN_OUT })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, SIGN_OUT_REFUSED)
  signOut(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'sign-out' });
  }

  @Post('pause')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Pause', description: 'During an offer it is withdrawn; during a call the pause begins after wrap-up.' })
  @ApiExample(PauseRequest, { reason: 'lunch' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, PAUSE_REFUSED)
  pause(@Who() who: Principal, @Body() body: PauseRequest): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'pause', reason: body.reason ?? null });
  }

  @Post('resume')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'End a pause, or a pending one' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, RESUME_REFUSED)
  resume(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'resume' });
  }

  @Post('wrap-up/end')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'End wrap-up' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, WRAP_UP_REFUSED)
  endWrapUp(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'end-wrap-up' });
  }

  @Post('call/hang-up')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'End the current call', description: HANG_UP })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, HANG_UP_REFUSED)
  @ApiProblem(503, CALL_UNREACHABLE)
  hangUp(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'hang-up' });
  }
}
