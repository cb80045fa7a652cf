import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SiteChanges, SiteDraft, SiteView } from './dto/site.dto.js';
import { SitesService } from './sites.service.js';

const SitePage = PageOf(SiteView, 'SitePage');

@ApiTags('sites')
@Controller('sites')
export class SitesController {
  constructor(private readonly sites: SitesService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Sites, by code' })
  @ApiOkResponse({ type: SitePage })
  list(@Query() query: PageQuery): Promise<Page<SiteView>> {
    return this.sites.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a site' })
  @ApiExample(SiteDraft, { code: 'PAR', name: 'Paris', country: 'FR', timeZone: 'Europe/Paris' })
  @ApiCreatedResponse({ type: SiteView })
  @ApiProblem(409, '`code-taken`')
  @ApiProblem(422, '`unknown-country`')
  create(@Body() draft: SiteDraft): Promise<SiteView> {
    return this.sites.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One site' })
  @ApiOkResponse({ type: SiteView })
  @ApiProblem(404, '`unknown-site`')
  get(@Param('id') id: string): Promise<SiteView> {
    return this.sites.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a site' })
  @ApiExample(SiteChanges, { name: 'Paris, rue de Rivoli' })
  @ApiOkResponse({ type: SiteView })
  @ApiProblem(404, '`unknown-site`')
  @ApiProblem(409, '`code-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`unknown-country`')
  change(@Param('id') id: string, @Body() changes: SiteChanges, @IfMatch() version: number | null): Promise<SiteView> {
    return this.sites.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a site without numbers' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-site`')
  @ApiProblem(409, '`site-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.sites.remove(id, version);
  }
}
