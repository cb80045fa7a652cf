import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AgentService } from './agent.service.js';
import { ColleaguesService } from './colleagues.service.js';
import { ColleagueQuery, ColleagueView, QueueToSendTo } from './dto/colleague.dto.js';

const ColleaguePage = PageOf(ColleagueView, 'ColleaguePage');
const QueueToSendToPage = PageOf(QueueToSendTo, 'QueueToSendToPage');

/** Where an agent may send a caller. */
@ApiTags('agent')
@Controller('agent')
export class ColleaguesController {
  constructor(
    private readonly agent: AgentService,
    private readonly colleagues: ColleaguesService,
  ) {}

  @Get('colleagues')
  @Allow('agent')
  @ApiOperation({ summary: 'The other agents, by name, and what they are doing', description: 'For a transfer. No logins, no numbers.' })
  @ApiOkResponse({ type: ColleaguePage })
  @ApiProblem(403, '`not-an-agent`')
  list(@Who() who: Principal, @Query() query: ColleagueQuery): Page<ColleagueView> {
    return this.colleagues.list(this.agent.self(who), query);
  }

  @Get('queues')
  @Allow('agent')
  @ApiOperation({ summary: 'The queues that a caller can be sent to, by code, and who is there' })
  @ApiOkResponse({ type: QueueToSendToPage })
  @ApiProblem(403, '`not-an-agent`')
  listQueues(@Who() who: Principal, @Query() query: PageQuery): Page<QueueToSendTo> {
    this.agent.self(who);
    return this.colleagues.listQueues(query);
  }
}
