import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CampaignsService } from './campaigns.service.js';
import { CampaignChanges, CampaignDraft, CampaignQuery } from './dto/campaign.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

const CampaignPage = PageOf(CampaignView, 'CampaignPage');
const SOME_ID = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignsController {
  constructor(private readonly campaigns: CampaignsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Campaigns, by name' })
  @ApiOkResponse({ type: CampaignPage })
  list(@Query() query: CampaignQuery): Promise<Page<CampaignView>> {
    return this.campaigns.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a campaign, stopped' })
  @ApiExample(CampaignDraft, { name: 'Support', didIds: [SOME_ID], queueId: SOME_ID, messages: { welcomeAudioId: 'builtin:welcome' } })
  @ApiCreatedResponse({ type: CampaignView })
  @ApiProblem(409, '`did-taken`')
  @ApiProblem(422, '`invalid-number`, `bad-range`, `bad-date`, or `unknown-…` for what it refers to; `errors` lists them all.')
  create(@Body() draft: CampaignDraft, @Who() by: Principal): Promise<CampaignView> {
    return this.campaigns.create(draft, by);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One campaign' })
  @ApiOkResponse({ type: CampaignView })
  @ApiProblem(404, '`unknown-campaign`')
  get(@Param('id') id: string): Promise<CampaignView> {
    return this.campaigns.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({
    summary: 'Change any part of a campaign',
    description: 'Objects are merged, lists replaced. Calls in progress keep what they began with.',
  })
  @ApiExample(CampaignChanges, { wrapUpSeconds: 60, messages: { holdAudioId: null } })
  @ApiOkResponse({ type: CampaignView })
  @ApiProblem(404, '`unknown-campaign`')
  @ApiProblem(409, '`did-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`invalid-number`, `bad-range`, `bad-date`, or `unknown-…` for what it refers to; `errors` lists them all.')
  change(
    @Param('id') id: string,
    @Body() changes: CampaignChanges,
    @IfMatch() version: number | null,
    @Who() by: Principal,
  ): Promise<CampaignView> {
    return this.campaigns.change(id, changes, version, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a stopped campaign; its numbers become free' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-campaign`')
  @ApiProblem(409, '`campaign-running`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.campaigns.remove(id, version);
  }
}
