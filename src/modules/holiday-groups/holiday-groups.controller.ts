import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { HolidayGroupChanges, HolidayGroupDraft, HolidayGroupView } from './dto/holiday-group.dto.js';
import { HolidayGroupsService } from './holiday-groups.service.js';

const HolidayGroupPage = PageOf(HolidayGroupView, 'HolidayGroupPage');

@ApiTags('holiday-groups')
@Controller('holiday-groups')
export class HolidayGroupsController {
  constructor(private readonly groups: HolidayGroupsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Holiday groups, by name' })
  @ApiOkResponse({ type: HolidayGroupPage })
  list(@Query() query: PageQuery): Promise<Page<HolidayGroupView>> {
    return this.groups.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a holiday group with its holidays' })
  @ApiExample(HolidayGroupDraft, {
    name: 'Jours fériés',
    holidays: [
      { date: '2026-12-25', yearly: true, from: null, to: null, audioId: 'builtin:closed' },
      { date: '2026-12-24', from: '14:00' },
    ],
  })
  @ApiCreatedResponse({ type: HolidayGroupView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(422, '`empty-range`, `duplicate-holiday`, `unknown-audio`')
  create(@Body() draft: HolidayGroupDraft): Promise<HolidayGroupView> {
    return this.groups.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One holiday group' })
  @ApiOkResponse({ type: HolidayGroupView })
  @ApiProblem(404, '`unknown-holiday-group`')
  get(@Param('id') id: string): Promise<HolidayGroupView> {
    return this.groups.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a holiday group; `holidays` replaces the list' })
  @ApiExample(HolidayGroupChanges, { holidays: [{ date: '2026-05-01', yearly: true }] })
  @ApiOkResponse({ type: HolidayGroupView })
  @ApiProblem(404, '`unknown-holiday-group`')
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`empty-range`, `duplicate-holiday`, `unknown-audio`')
  change(@Param('id') id: string, @Body() changes: HolidayGroupChanges, @IfMatch() version: number | null): Promise<HolidayGroupView> {
    return this.groups.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a holiday group that nothing uses' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-holiday-group`')
  @ApiProblem(409, '`holiday-group-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.groups.remove(id, version);
  }
}
