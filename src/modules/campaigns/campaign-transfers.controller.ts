import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { CampaignTransfersService } from './campaign-transfers.service.js';
import { CampaignCloneDraft, CampaignExport, CampaignImport, CampaignImported } from './dto/campaign-transfer.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignTransfersController {
  constructor(private readonly transfers: CampaignTransfersService) {}

  @Post('import')
  @Allow('admin')
  @ApiOperation({
    summary: 'Make a campaign from the document of another installation',
    description: 'All of it or nothing. The campaign is stopped and has no numbers. The body may have 50 MB.',
  })
  @ApiExample(CampaignImport, {
    format: 'guichet-campaign',
    formatVersion: 1,
    campaign: { name: 'Support', queueId: 'a', messages: { welcomeAudioId: 'builtin:welcome' } },
    resources: { queues: { a: { code: '540', description: 'Support' } } },
  })
  @ApiCreatedResponse({ type: CampaignImported })
  @ApiProblem(409, 'What was found free was taken at the same moment.')
  @ApiProblem(422, '`missing-resource`, or what the resource or the campaign itself would be refused for.')
  import(@Body() document: CampaignImport, @Who() by: Principal): Promise<CampaignImported> {
    return this.transfers.import(document, by);
  }

  @Get(':id/export')
  @Allow('admin')
  @ApiOperation({ summary: 'A campaign with everything it refers to, as one document' })
  @ApiOkResponse({ type: CampaignExport })
  @ApiProblem(404, '`unknown-campaign`')
  export(@Param('id') id: string): Promise<CampaignExport> {
    return this.transfers.export(id);
  }

  @Post(':id/clone')
  @Allow('admin')
  @ApiOperation({ summary: 'Copy a campaign; the copy is stopped and has no numbers' })
  @ApiExample(CampaignCloneDraft, { name: 'Support (copy)' })
  @ApiCreatedResponse({ type: CampaignView })
  @ApiProblem(404, '`unknown-campaign`')
  @ApiProblem(422, '`unknown-…` for what the campaign refers to and is no more.')
  clone(@Param('id') id: string, @Body() { name }: CampaignCloneDraft, @Who() by: Principal): Promise<CampaignView> {
    return this.transfers.clone(id, name, by);
  }
}
