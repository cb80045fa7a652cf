import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { acceptedLanguage } from '../../platform/http/accept-language.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CampaignOpeningsService } from './campaign-openings.service.js';
import { CampaignOperationsService } from './campaign-operations.service.js';
import { CampaignSummariesService } from './campaign-summaries.service.js';
import type { SummaryLanguage } from './campaign-summary-texts.js';
import { CampaignOpeningView, OpeningQuery } from './dto/campaign-opening.dto.js';
import { CampaignOverrideOrder } from './dto/campaign-override.dto.js';
import { CampaignSummaryView } from './dto/campaign-summary.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignOperationsController {
  constructor(
    private readonly operations: CampaignOperationsService,
    private readonly openings: CampaignOpeningsService,
    private readonly summaries: CampaignSummariesService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get(':id/summary')
  @Allow('supervisor')
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'fr or en.', schema: { type: 'string' } })
  @ApiOperation({ summary: 'One light for each element of a campaign, with what to do about it' })
  @ApiOkResponse({ type: CampaignSummaryView })
  @ApiProblem(404, '`unknown-campaign`')
  summary(@Param('id') id: string, @Headers('accept-language') wishes: string | undefined): Promise<CampaignSummaryView> {
    return this.summaries.get(id, this.languageOf(wishes));
  }

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
  start(@Param('id') id: string, @Who() by: Principal, @Headers('accept-language') wishes: string | undefined): Promise<CampaignView> {
    return this.operations.start(id, by, this.languageOf(wishes));
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

  private languageOf(wishes: string | undefined): SummaryLanguage {
    return acceptedLanguage(wishes, ['fr', 'en'], this.configuration.defaultLanguage);
  }
}
