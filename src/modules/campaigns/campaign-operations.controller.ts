import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CampaignOpeningsService } from './campaign-openings.service.js';
import { CampaignOperationsService } from './campaign-operations.service.js';
import { CampaignOpeningView, OpeningQuery } from './dto/campaign-opening.dto.js';
import { CampaignOverrideOrder } from './dto/campaign-override.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignOperationsController {
  constructor(
    private readonly operations: CampaignOperationsService,
    private readonly openings: CampaignOpeningsService,
  ) {}

  @Get(':id/opening')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Whether a campaign takes calls at an instant, why, and until when' })
  @ApiOkResponse({ type: CampaignOpeningView })
  @ApiProblem(404, '`unknown-campaign`')
  opening(@Param('id') id: string, @Query() { instant }: OpeningQuery): Promise<CampaignOpeningView> {
    return this.openings.at(id, instant === undefined ? null : fromRfc3339(instant, 'instant'));
  }

  @Post(':id/start')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Let a campaign take calls' })
  @ApiOkResponse({ type: CampaignView })
  @ApiProblem(404, '`unknown-campaign`')
  @ApiProblem(409, '`campaign-not-ready`; `elements` says what is red and what to do.')
  start(@Param('id') id: string, @Who() by: Principal): Promise<CampaignView> {
    return this.operations.start(id, by);
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Treat new calls of a campaign as closed' })
  @ApiOkResponse({ type: CampaignView })
  @ApiProblem(404, '`unknown-campaign`')
  stop(@Param('id') id: string, @Who() by: Principal): Promise<CampaignView> {
    return this.operations.stop(id, by);
  }

  @Put(':id/override')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Force a campaign open or closed, whatever its hours', description: 'A stopped campaign stays closed.' })
  @ApiExample(CampaignOverrideOrder, { state: 'closed', until: '2099-12-24T17:00:00Z' })
  @ApiOkResponse({ type: CampaignView })
  @ApiProblem(404, '`unknown-campaign`')
  @ApiProblem(422, '`past-instant`')
  override(@Param('id') id: string, @Body() { state, until }: CampaignOverrideOrder, @Who() by: Principal): Promise<CampaignView> {
    return this.operations.override(id, { state, until: until == null ? null : fromRfc3339(until, 'until') }, by);
  }
}
