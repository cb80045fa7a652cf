import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CampaignVersionsService } from './campaign-versions.service.js';
import { CampaignVersionDocument, CampaignVersionParams, CampaignVersionView } from './dto/campaign-version.dto.js';

const CampaignVersionPage = PageOf(CampaignVersionView, 'CampaignVersionPage');

@ApiTags('campaigns')
@Controller('campaigns/:id/versions')
export class CampaignVersionsController {
  constructor(private readonly versions: CampaignVersionsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'What was changed, when and by whom, the latest first' })
  @ApiOkResponse({ type: CampaignVersionPage })
  @ApiProblem(404, '`unknown-campaign`')
  list(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<CampaignVersionView>> {
    return this.versions.list(id, query);
  }

  @Get(':version')
  @Allow('supervisor')
  @ApiOperation({ summary: 'The campaign as it was in one version' })
  @ApiOkResponse({ type: CampaignVersionDocument })
  @ApiProblem(404, '`unknown-campaign`, `unknown-version`')
  get(@Param() { id, version }: CampaignVersionParams): Promise<CampaignVersionDocument> {
    return this.versions.get(id, version);
  }
}
