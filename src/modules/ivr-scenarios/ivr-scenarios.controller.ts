import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { diagramOf } from '../../core/ivr/diagram.js';
import type { IvrScenario } from '../../core/ivr/scenario.js';
import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { IvrScenarioChanges, IvrScenarioDraft, IvrScenarioView } from './dto/ivr-scenario.dto.js';
import { Simulation, SimulationResult } from './dto/simulation.dto.js';
import { IvrScenariosService } from './ivr-scenarios.service.js';
import { SimulationService } from './simulation.service.js';

const IvrScenarioPage = PageOf(IvrScenarioView, 'IvrScenarioPage');

const EXAMPLE = {
  name: 'Accueil',
  language: 'fr',
  start: 'welcome',
  nodes: {
    welcome: { type: 'play', audioIds: ['builtin:welcome'], next: 'choose' },
    choose: {
      type: 'menu',
      prompt: [{ audioId: 'builtin:menu-overflow' }],
      choices: [{ key: '1', label: 'Être rappelé', next: 'callBack' }],
      onTimeout: 'queue',
      onInvalid: 'queue',
    },
    queue: { type: 'enqueue', priorityOffset: 1 },
    callBack: { type: 'callback' },
  },
};

@ApiTags('ivr-scenarios')
@Controller('ivr-scenarios')
export class IvrScenariosController {
  constructor(
    private readonly scenarios: IvrScenariosService,
    private readonly simulations: SimulationService,
  ) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'IVR scenarios, by name' })
  @ApiOkResponse({ type: IvrScenarioPage })
  list(@Query() query: PageQuery): Promise<Page<IvrScenarioView>> {
    return this.scenarios.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create an IVR scenario; every fault of its nodes is answered with its JSON path' })
  @ApiExample(IvrScenarioDraft, EXAMPLE)
  @ApiCreatedResponse({ type: IvrScenarioView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(415, '`compiled-scenario`')
  @ApiProblem(422, '`invalid-scenario`')
  create(@Body() draft: IvrScenarioDraft): Promise<IvrScenarioView> {
    return this.scenarios.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One IVR scenario' })
  @ApiOkResponse({ type: IvrScenarioView })
  @ApiProblem(404, '`unknown-ivr-scenario`')
  get(@Param('id') id: string): Promise<IvrScenarioView> {
    return this.scenarios.get(id);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({
    summary: 'Change an IVR scenario: `nodes` is merged, and null takes a node away; calls under way keep what they began with',
  })
  @ApiExample(IvrScenarioChanges, { nodes: { queue: { priorityOffset: 2 } } })
  @ApiOkResponse({ type: IvrScenarioView })
  @ApiProblem(404, '`unknown-ivr-scenario`')
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(415, '`compiled-scenario`')
  @ApiProblem(422, '`invalid-scenario`, `spoils-scenario`')
  change(@Param('id') id: string, @Body() changes: IvrScenarioChanges, @IfMatch() version: number | null): Promise<IvrScenarioView> {
    return this.scenarios.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete an IVR scenario that nothing uses' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-ivr-scenario`')
  @ApiProblem(409, '`ivr-scenario-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.scenarios.remove(id, version);
  }

  @Get(':id/diagram')
  @Allow('supervisor')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The scenario as a Mermaid flowchart' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string', example: 'flowchart TD\n  s(["start"]) --> n0\n' } } } })
  @ApiProblem(404, '`unknown-ivr-scenario`')
  async diagram(@Param('id') id: string): Promise<string> {
    const { name, language, inputs, start, nodes } = await this.scenarios.get(id);
    return diagramOf({ name, language, inputs, start, nodes: nodes as IvrScenario['nodes'] });
  }

  @Post(':id/simulate')
  @HttpCode(200)
  @Allow('supervisor')
  @ApiOperation({ summary: 'Try the scenario with a caller who is made up; nothing is called and nothing asked' })
  @ApiExample(Simulation, { inputs: { keys: ['1'], caller: '+33612345678', did: '+33170000001' } })
  @ApiOkResponse({ type: SimulationResult })
  @ApiProblem(404, '`unknown-ivr-scenario`')
  @ApiProblem(422, '`invalid-inputs`')
  simulate(@Param('id') id: string, @Body() { inputs }: Simulation): Promise<SimulationResult> {
    return this.simulations.simulate(id, inputs);
  }
}
