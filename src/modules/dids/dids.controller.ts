import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { DidsService } from './dids.service.js';
import { DidChanges, DidDraft, DidQuery, DidRangeDraft, DidRangeView, DidView } from './dto/did.dto.js';

const DidPage = PageOf(DidView, 'DidPage');
const SITE = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

@ApiTags('dids')
@Controller('dids')
export class DidsController {
  constructor(private readonly dids: DidsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Numbers, in order' })
  @ApiOkResponse({ type: DidPage })
  list(@Query() query: DidQuery): Promise<Page<DidView>> {
    return this.dids.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create one number' })
  @ApiExample(DidDraft, { number: '01 70 00 00 01', siteId: SITE })
  @ApiCreatedResponse({ type: DidView })
  @ApiProblem(409, '`did-exists`')
  @ApiProblem(422, '`not-a-number`, `unknown-site`, `unknown-campaign`')
  create(@Body() draft: DidDraft, @Who() by: Principal): Promise<DidView> {
    return this.dids.create(draft, by);
  }

  @Post('ranges')
  @Allow('admin')
  @ApiOperation({
    summary: 'Create every number of a range, or none',
    description: 'At most 10,000. A clash lists every number that exists already.',
  })
  @ApiExample(DidRangeDraft, { first: '+33170000000', last: '+33170000099', siteId: SITE })
  @ApiCreatedResponse({ type: DidRangeView })
  @ApiProblem(409, '`did-exists`; `clashes` lists them.')
  @ApiProblem(422, '`not-a-number`, `bad-range`, `unknown-site`')
  createRange(@Body() draft: DidRangeDraft): Promise<DidRangeView> {
    return this.dids.createRange(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One number' })
  @ApiOkResponse({ type: DidView })
  @ApiProblem(404, '`unknown-did`')
  get(@Param('id') id: string): Promise<DidView> {
    return this.dids.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Give a number to a campaign, free it, or move it to another site' })
  @ApiExample(DidChanges, { campaignId: null })
  @ApiOkResponse({ type: DidView })
  @ApiProblem(404, '`unknown-did`')
  @ApiProblem(409, '`did-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`unknown-site`, `unknown-campaign`')
  change(@Param('id') id: string, @Body() changes: DidChanges, @IfMatch() version: number | null, @Who() by: Principal): Promise<DidView> {
    return this.dids.change(id, changes, version, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a number that leads to no campaign' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-did`')
  @ApiProblem(409, '`did-in-use`; `campaign` says by which.')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.dids.remove(id, version);
  }
}
