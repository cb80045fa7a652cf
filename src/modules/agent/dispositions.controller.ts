import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import { DispositionsService } from './dispositions.service.js';
import { DisposedView, DispositionRequest } from './dto/disposition.dto.js';

const DESCRIPTION =
  'During the call, in wrap-up, which it ends, or later, until the agent has another call. The last one holds. What its codes mean is copied: later changes of the group do not rewrite it. A callback takes the place of the one that you planned in this call before.';
const EXAMPLE = {
  callId: 'pbx-1764144000.12',
  code: 'NO',
  detailCode: 'PRICE',
  note: 'Would come back for half the price.',
  answers: { contract: 'FR-1234', reason: 'Facture' },
  keepWrapUp: true,
};
const WRONG_STATE = '`another-call-began`, `call-not-begun`, `not-your-call`, `callback-open`';
const IMPOSSIBLE =
  '`unknown-disposition`, `unknown-detail`, `unknown-question`, `bad-answer`; of the callback `callback-too-late` (with `latest`), `callback-in-the-past`, `invalid-number`, `number-not-allowed`';

@ApiTags('agent')
@Controller()
export class DispositionsController {
  constructor(
    private readonly agent: AgentService,
    private readonly dispositions: DispositionsService,
  ) {}

  @Post('agent/disposition')
  @HttpCode(200)
  @Allow('agent')
  @ApiOperation({ summary: 'Say what came of your call', description: DESCRIPTION })
  @ApiExample(DispositionRequest, EXAMPLE)
  @ApiOkResponse({ type: DisposedView })
  @ApiProblem(403, '`not-an-agent`')
  @ApiProblem(404, '`unknown-call`')
  @ApiProblem(409, WRONG_STATE)
  @ApiProblem(422, IMPOSSIBLE)
  dispose(@Who() who: Principal, @Body() body: DispositionRequest): Promise<DisposedView> {
    return this.dispositions.dispose(this.agent.self(who), body);
  }

  @Post('agents/:id/disposition')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: "Say what came of an agent's call", description: DESCRIPTION })
  @ApiExample(DispositionRequest, EXAMPLE)
  @ApiOkResponse({ type: DisposedView })
  @ApiProblem(404, '`unknown-agent`, `unknown-call`')
  @ApiProblem(409, WRONG_STATE)
  @ApiProblem(422, IMPOSSIBLE)
  disposeFor(@Param('id') id: string, @Body() body: DispositionRequest): Promise<DisposedView> {
    return this.dispositions.dispose(this.agent.other(id), body);
  }
}
