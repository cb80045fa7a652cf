import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import { AgentCallsService } from './agent-calls.service.js';
import { AgentCallView } from './dto/agent-call.dto.js';

const NONE = 'No call is offered to the agent, nor has the agent one.';

@ApiTags('agent')
@Controller()
export class AgentCallsController {
  constructor(
    private readonly agent: AgentService,
    private readonly calls: AgentCallsService,
  ) {}

  @Get('agent/call')
  @Allow('agent')
  @ApiOperation({ summary: 'The call that you are offered, talk in or wrap up, with its script and its dispositions' })
  @ApiOkResponse({ type: AgentCallView })
  @ApiNoContentResponse({ description: NONE })
  @ApiProblem(403, '`not-an-agent`')
  async own(@Who() who: Principal, @Res({ passthrough: true }) response: Response): Promise<AgentCallView | undefined> {
    return orNoContent(await this.calls.current(this.agent.self(who)), response);
  }

  @Get('agents/:id/call')
  @Allow('supervisor')
  @ApiOperation({ summary: 'The call that an agent is offered, talks in or wraps up' })
  @ApiOkResponse({ type: AgentCallView })
  @ApiNoContentResponse({ description: NONE })
  @ApiProblem(404, '`unknown-agent`')
  async ofAgent(@Param('id') id: string, @Res({ passthrough: true }) response: Response): Promise<AgentCallView | undefined> {
    return orNoContent(await this.calls.current(this.agent.other(id)), response);
  }
}

function orNoContent(view: AgentCallView | null, response: Response): AgentCallView | undefined {
  if (view !== null) return view;
  response.status(204);
  return undefined;
}
