import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import { RECORDING_REFUSED } from './agent-descriptions.js';
import { AgentStateView } from './dto/agent-state.dto.js';

/** The recording of the conversation that an agent is in. */
@ApiTags('agent')
@Controller('agent/call/recording')
export class AgentRecordingController {
  constructor(private readonly agent: AgentService) {}

  @Post('pause')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Silence in the recording from now on, on both sides', description: 'While a card number is read out.' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, `\`not-recorded\`, \`recording-paused\`, ${RECORDING_REFUSED}`)
  @ApiProblem(503, '`pbx-unavailable`')
  pause(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'pause-recording' });
  }

  @Post('resume')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Record again what is said' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, `\`not-recorded\`, \`recording-not-paused\`, ${RECORDING_REFUSED}`)
  @ApiProblem(503, '`pbx-unavailable`')
  resume(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'resume-recording' });
  }
}
