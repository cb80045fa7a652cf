import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SupervisionChange, SupervisionDraft, SupervisionView } from './dto/supervision.dto.js';
import { SupervisionsService } from './supervisions.service.js';

@ApiTags('supervisions')
@Controller()
export class SupervisionsController {
  constructor(private readonly supervisions: SupervisionsService) {}

  @Post('agents/:id/listen')
  @Allow('supervisor')
  @ApiOperation({
    summary: "Listen to an agent's conversation, whisper to the agent, or talk with both",
    description: 'The phone is called, and put to the conversation when it is answered.',
  })
  @ApiExample(SupervisionDraft, { mode: 'listen', phone: { kind: 'number', number: '06 12 34 56 78' } })
  @ApiCreatedResponse({ type: SupervisionView })
  @ApiProblem(404, '`unknown-agent`')
  @ApiProblem(409, '`no-call`, `phone-not-dialable`')
  @ApiProblem(422, '`unknown-agent` (of the phone), `own-phone`, `not-a-number`, `dial-refused`')
  @ApiProblem(503, '`pbx-unavailable`')
  begin(@Param('id') id: string, @Body() draft: SupervisionDraft, @Who() who: Principal): Promise<SupervisionView> {
    return this.supervisions.begin(id, draft, who);
  }

  @Get('supervisions')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Who is being listened to, the oldest first' })
  @ApiOkResponse({ type: [SupervisionView] })
  list(): SupervisionView[] {
    return this.supervisions.list();
  }

  @Put('supervisions/:id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Listen, whisper or barge from now on' })
  @ApiExample(SupervisionChange, { mode: 'whisper' })
  @ApiOkResponse({ type: SupervisionView })
  @ApiProblem(404, '`unknown-supervision`: there is none, or it is over')
  @ApiProblem(503, '`pbx-unavailable`')
  change(@Param('id') id: string, @Body() { mode }: SupervisionChange): Promise<SupervisionView> {
    return this.supervisions.change(id, mode);
  }

  @Delete('supervisions/:id')
  @HttpCode(204)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Leave the conversation, which goes on' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-supervision`: there is none, or it is over')
  end(@Param('id') id: string): void {
    this.supervisions.end(id);
  }
}
