import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SkillGroupChanges, SkillGroupDraft, SkillGroupView } from './dto/skill-group.dto.js';
import { SkillGroupsService } from './skill-groups.service.js';

const SkillGroupPage = PageOf(SkillGroupView, 'SkillGroupPage');

@ApiTags('skill-groups')
@Controller('skill-groups')
export class SkillGroupsController {
  constructor(private readonly groups: SkillGroupsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Skill groups, by name' })
  @ApiOkResponse({ type: SkillGroupPage })
  list(@Query() query: PageQuery): Promise<Page<SkillGroupView>> {
    return this.groups.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a skill group with its skills' })
  @ApiExample(SkillGroupDraft, { name: 'Langues', autoDecrement: true, skills: [{ name: 'Anglais' }, { name: 'Allemand' }] })
  @ApiCreatedResponse({ type: SkillGroupView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(422, '`unknown-skill`')
  create(@Body() draft: SkillGroupDraft): Promise<SkillGroupView> {
    return this.groups.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One skill group' })
  @ApiOkResponse({ type: SkillGroupView })
  @ApiProblem(404, '`unknown-skill-group`')
  get(@Param('id') id: string): Promise<SkillGroupView> {
    return this.groups.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a skill group; `skills` replaces the list, and skills given with their `id` keep it' })
  @ApiExample(SkillGroupChanges, { autoDecrement: false })
  @ApiOkResponse({ type: SkillGroupView })
  @ApiProblem(404, '`unknown-skill-group`')
  @ApiProblem(409, '`name-taken`, `skill-in-use`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`unknown-skill`')
  change(@Param('id') id: string, @Body() changes: SkillGroupChanges, @IfMatch() version: number | null): Promise<SkillGroupView> {
    return this.groups.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a skill group that nobody has or needs' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-skill-group`')
  @ApiProblem(409, '`skill-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.groups.remove(id, version);
  }
}
