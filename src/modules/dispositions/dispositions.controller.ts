import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { DispositionsService } from './dispositions.service.js';
import { DispositionFigures, DispositionFiguresQuery } from './dto/disposition-figures.dto.js';

@ApiTags('campaigns')
@Controller('campaigns')
export class DispositionsController {
  constructor(private readonly dispositions: DispositionsService) {}

  @Get(':id/dispositions')
  @Allow('supervisor')
  @ApiOperation({
    summary: "What agents said of a campaign's calls: how often, conversion rate, profit and quota",
    description: 'The last that each agent gave of each call, with what it meant when it was given.',
  })
  @ApiOkResponse({ type: DispositionFigures })
  @ApiProblem(404, '`unknown-campaign`')
  get(@Param('id') id: string, @Query() query: DispositionFiguresQuery): Promise<DispositionFigures> {
    return this.dispositions.ofCampaign(id, query);
  }
}
