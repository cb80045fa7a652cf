import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import { RECORDING_REFUSED } from './agent-descriptions.js';
import { AgentStateView } from './dto/agent-state.dto.js';

/** The same for supervisors, on any agent. */
@ApiTags('agents')
@Controller('agents')
export class AgentRecordingActionsController {
  constructor(private readonly agent: AgentService) {}

  @Post(':id/call/recording/pause')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Silence in the recording from now on, on both sides' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, `\`not-recorded\`, \`recording-paused\`, ${RECORDING_REFUSED}`)
  @ApiProblem(503, '`pbx-unavailable`')
  pause(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'pause-recording' });
  }

  @Post(':id/call/recording/resume')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Record again what is said' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, `\`not-recorded\`, \`recording-not-paused\`, ${RECORDING_REFUSED}`)
  @ApiProblem(503, '`pbx-unavailable`')
  resume(@Param('id') id: string): Promise<AgentStateView> {
    return this.agent.ask(this.agent.other(id), { type: 'resume-recording' });
  }
}
