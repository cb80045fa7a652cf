import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { acceptedLanguage } from '../../platform/http/accept-language.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { DispositionGroupsService } from './disposition-groups.service.js';
import { DispositionGroupChanges, DispositionGroupDraft, DispositionGroupView } from './dto/disposition-group.dto.js';
import type { DispositionLanguage } from './system-dispositions.js';

const DispositionGroupPage = PageOf(DispositionGroupView, 'DispositionGroupPage');

@ApiTags('disposition-groups')
@Controller('disposition-groups')
export class DispositionGroupsController {
  constructor(
    private readonly groups: DispositionGroupsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Disposition groups, by name' })
  @ApiOkResponse({ type: DispositionGroupPage })
  list(@Query() query: PageQuery, @Headers('accept-language') languages?: string): Promise<Page<DispositionGroupView>> {
    return this.groups.list(query, this.language(languages));
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a group of what agents may say of a call' })
  @ApiExample(DispositionGroupDraft, {
    name: 'Ventes',
    currency: 'EUR',
    includeSystem: true,
    dispositions: [
      { code: 'SALE', label: 'Vente', category: 'positive', profit: 49.9, countsForQuota: true },
      {
        code: 'NO',
        label: 'Refus',
        category: 'argued',
        details: [
          { code: 'PRICE', label: 'Trop cher' },
          { code: 'NEED', label: 'Pas de besoin' },
        ],
      },
    ],
  })
  @ApiCreatedResponse({ type: DispositionGroupView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(422, '`unknown-currency`, `reserved-code`, `duplicate-code`')
  create(@Body() draft: DispositionGroupDraft, @Headers('accept-language') languages?: string): Promise<DispositionGroupView> {
    return this.groups.create(draft, this.language(languages));
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One disposition group' })
  @ApiOkResponse({ type: DispositionGroupView })
  @ApiProblem(404, '`unknown-disposition-group`')
  get(@Param('id') id: string, @Headers('accept-language') languages?: string): Promise<DispositionGroupView> {
    return this.groups.get(id, this.language(languages));
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({
    summary: 'Change a disposition group; `dispositions` replaces the list',
    description: 'Calls of the past keep the disposition that they were given, as it was.',
  })
  @ApiExample(DispositionGroupChanges, { includeSystem: false })
  @ApiOkResponse({ type: DispositionGroupView })
  @ApiProblem(404, '`unknown-disposition-group`')
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`unknown-currency`, `reserved-code`, `duplicate-code`')
  change(
    @Param('id') id: string,
    @Body() changes: DispositionGroupChanges,
    @IfMatch() version: number | null,
    @Headers('accept-language') languages?: string,
  ): Promise<DispositionGroupView> {
    return this.groups.change(id, changes, version, this.language(languages));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a disposition group that no campaign uses' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-disposition-group`')
  @ApiProblem(409, '`disposition-group-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.groups.remove(id, version);
  }

  private language(header: string | undefined): DispositionLanguage {
    return acceptedLanguage(header, ['fr', 'en'], this.configuration.defaultLanguage);
  }
}
