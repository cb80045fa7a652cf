import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { ScriptChanges, ScriptDraft, ScriptView } from './dto/script.dto.js';
import { ScriptsService } from './scripts.service.js';

const ScriptPage = PageOf(ScriptView, 'ScriptPage');

@ApiTags('scripts')
@Controller('scripts')
export class ScriptsController {
  constructor(private readonly scripts: ScriptsService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Scripts, by name' })
  @ApiOkResponse({ type: ScriptPage })
  list(@Query() query: PageQuery): Promise<Page<ScriptView>> {
    return this.scripts.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create what agents read and ask during a call' })
  @ApiExample(ScriptDraft, {
    name: 'Support',
    sections: [
      {
        title: 'Accueil',
        html: '<p>Bonjour, <b>société Exemple</b>, que puis-je faire pour vous ?</p>',
        questions: [
          { key: 'contract', label: 'Numéro de contrat', type: 'text' },
          { key: 'reason', label: 'Motif', type: 'choice', options: ['Panne', 'Facture', 'Autre'] },
        ],
      },
    ],
  })
  @ApiCreatedResponse({ type: ScriptView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(422, '`duplicate-key`, `options-required`, `options-not-allowed`, `duplicate-option`')
  create(@Body() draft: ScriptDraft): Promise<ScriptView> {
    return this.scripts.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One script' })
  @ApiOkResponse({ type: ScriptView })
  @ApiProblem(404, '`unknown-script`')
  get(@Param('id') id: string): Promise<ScriptView> {
    return this.scripts.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a script; `sections` replaces the list' })
  @ApiExample(ScriptChanges, { name: 'Support, second level' })
  @ApiOkResponse({ type: ScriptView })
  @ApiProblem(404, '`unknown-script`')
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`duplicate-key`, `options-required`, `options-not-allowed`, `duplicate-option`')
  change(@Param('id') id: string, @Body() changes: ScriptChanges, @IfMatch() version: number | null): Promise<ScriptView> {
    return this.scripts.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a script that no campaign uses' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-script`')
  @ApiProblem(409, '`script-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.scripts.remove(id, version);
  }
}
