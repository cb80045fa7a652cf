import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CampaignDefaultsService } from './campaign-defaults.service.js';
import { CampaignDefaultsView } from './dto/campaign-view.dto.js';
import { CampaignSettingsChanges } from './dto/campaign.dto.js';

@ApiTags('campaigns')
@Controller('campaign-defaults')
export class CampaignDefaultsController {
  constructor(private readonly defaults: CampaignDefaultsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'What a new campaign begins with' })
  @ApiOkResponse({ type: CampaignDefaultsView })
  get(): Promise<CampaignDefaultsView> {
    return this.defaults.get();
  }

  @Put()
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({
    summary: 'Set what new campaigns begin with',
    description: 'What is left out is as Guichet comes. Campaigns already made keep what they have.',
  })
  @ApiExample(CampaignSettingsChanges, { wrapUpSeconds: 60, messages: { welcomeAudioId: 'builtin:welcome' } })
  @ApiOkResponse({ type: CampaignDefaultsView })
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`invalid-number`, `bad-range`, `bad-date`, or `unknown-…` for what it refers to; `errors` lists them all.')
  set(@Body() body: CampaignSettingsChanges, @IfMatch() version: number | null): Promise<CampaignDefaultsView> {
    return this.defaults.set(body, version);
  }
}
