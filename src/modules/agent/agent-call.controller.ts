import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import { CALL_UNREACHABLE, CONSULTATION_REFUSED, HOLD_REFUSED, TRANSFER_REFUSED, UNHOLD_REFUSED } from './agent-descriptions.js';
import { AgentStateView } from './dto/agent-state.dto.js';
import { TRANSFER, transferOf, TransferRequest } from './dto/transfer.dto.js';

/** What an agent does with the caller they talk to. */
@ApiTags('agent')
@Controller('agent')
export class AgentCallController {
  constructor(private readonly agent: AgentService) {}

  @Post('call/hold')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({
    summary: 'Put the caller on hold',
    description: "The caller has the campaign's music. Refused while another is being consulted.",
  })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, HOLD_REFUSED)
  @ApiProblem(503, CALL_UNREACHABLE)
  hold(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'hold' });
  }

  @Post('call/unhold')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Take the caller back', description: 'From hold, or from a consultation, which is given up.' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, UNHOLD_REFUSED)
  @ApiProblem(503, CALL_UNREACHABLE)
  unhold(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'unhold' });
  }

  @Post('call/transfer')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({
    summary: 'Send the caller on',
    description:
      '`blind`: at once, and wrap-up begins. `attended`: who is wanted is called while the caller has music; hanging up or `complete` puts the caller through, `cancel` takes them back. Whoever does not answer sends the caller back.',
  })
  @ApiExample(TransferRequest, TRANSFER)
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, TRANSFER_REFUSED)
  @ApiProblem(
    422,
    '`unknown-agent`, `unknown-queue`, `transfer-to-self`, or a number that the dial policy refuses: `number-not-allowed`, …',
  )
  @ApiProblem(503, CALL_UNREACHABLE)
  transfer(@Who() who: Principal, @Body() body: TransferRequest): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), transferOf(body));
  }

  @Post('call/transfer/complete')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({
    summary: 'Put the caller through to who is being consulted',
    description: "Still ringing: the caller waits for the answer in the agent's stead.",
  })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, CONSULTATION_REFUSED)
  @ApiProblem(503, CALL_UNREACHABLE)
  completeTransfer(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'complete-transfer' });
  }

  @Post('call/transfer/cancel')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Give the consultation up', description: 'The agent is with the caller again.' })
  @ApiOkResponse({ type: AgentStateView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(409, CONSULTATION_REFUSED)
  @ApiProblem(503, CALL_UNREACHABLE)
  cancelTransfer(@Who() who: Principal): Promise<AgentStateView> {
    return this.agent.ask(this.agent.self(who), { type: 'cancel-transfer' });
  }
}
