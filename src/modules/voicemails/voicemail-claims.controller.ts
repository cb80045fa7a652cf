import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import type { AgentId } from '../../core/kernel/ids.js';
import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from '../agent/agent.service.js';
import { VoicemailView } from './dto/voicemail.dto.js';
import { VoicemailPlaybackService } from './voicemail-playback.service.js';
import { VoicemailWorkService } from './voicemail-work.service.js';
import { VoicemailsService } from './voicemails.service.js';

const WHAT = 'The oldest new one of their queues. Whoever has one already gets that again, so that an answer that was lost costs nothing.';
const NONE = { description: 'There is none.' };

@ApiTags('voicemails')
@Controller()
export class VoicemailClaimsController {
  constructor(
    private readonly work: VoicemailWorkService,
    private readonly voicemails: VoicemailsService,
    private readonly playback: VoicemailPlaybackService,
    private readonly agent: AgentService,
  ) {}

  @Post('agent/voicemails/next')
  @Allow('agent')
  @ApiOperation({ summary: 'Claim the next message', description: WHAT })
  @ApiOkResponse({ type: VoicemailView })
  @ApiNoContentResponse(NONE)
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, '`agent-signed-out`')
  own(@Who() who: Principal, @Res({ passthrough: true }) response: Response): Promise<VoicemailView | undefined> {
    return this.next(this.agent.self(who), response);
  }

  @Post('agents/:id/voicemails/next')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Claim the next message for an agent', description: WHAT })
  @ApiOkResponse({ type: VoicemailView })
  @ApiNoContentResponse(NONE)
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, '`agent-signed-out`')
  other(@Param('id') id: string, @Res({ passthrough: true }) response: Response): Promise<VoicemailView | undefined> {
    return this.next(this.agent.other(id), response);
  }

  @Post('voicemails/:id/play')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({
    summary: 'Hear a message on your phone',
    description:
      'By the agent who has it. The phone is called and plays it; key 1 plays it again, key # or a hang-up ends it. Meanwhile the agent is paused with the reason `voicemail`, and whatever ends that pause ends the message. Answered when the phone is being called.',
  })
  @ApiOkResponse({ type: VoicemailView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-voicemail`, `file-vanished`')
  @ApiProblem(409, '`voicemail-not-yours`, `agent-signed-out`, `agent-busy`, `already-listening`, `phone-not-dialable`')
  @ApiProblem(503, '`pbx-unavailable`')
  async play(@Param('id') id: string, @Who() who: Principal): Promise<VoicemailView> {
    const message = await this.playback.messageFor(id, who);
    await this.agent.ask(this.agent.self(who), { type: 'hear-message', message });
    return this.voicemails.get(id, who);
  }

  private async next(agentId: AgentId, response: Response): Promise<VoicemailView | undefined> {
    const message = await this.work.next(agentId);
    response.status(message === null ? 204 : 200);
    return message ?? undefined;
  }
}
