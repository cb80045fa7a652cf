import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { OpeningQuery, OpeningView } from '../../platform/schedules/opening.dto.js';
import { WeeklyHoursChanges, WeeklyHoursDraft, WeeklyHoursView } from '../../platform/schedules/weekly-hours.dto.js';
import { WorkSchedulesService } from './work-schedules.service.js';

const WorkSchedulePage = PageOf(WeeklyHoursView, 'WorkSchedulePage');

@ApiTags('work-schedules')
@Controller('work-schedules')
export class WorkSchedulesController {
  constructor(private readonly schedules: WorkSchedulesService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Work schedules, by name' })
  @ApiOkResponse({ type: WorkSchedulePage })
  list(@Query() query: PageQuery): Promise<Page<WeeklyHoursView>> {
    return this.schedules.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create a work schedule' })
  @ApiExample(WeeklyHoursDraft, {
    name: 'Bureau',
    timeZone: 'Europe/Paris',
    days: {
      monday: [
        { from: '09:00', to: '12:00' },
        { from: '14:00', to: '18:00' },
      ],
    },
  })
  @ApiCreatedResponse({ type: WeeklyHoursView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(422, '`empty-range`, `overlapping-ranges`')
  create(@Body() draft: WeeklyHoursDraft): Promise<WeeklyHoursView> {
    return this.schedules.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One work schedule' })
  @ApiOkResponse({ type: WeeklyHoursView })
  @ApiProblem(404, '`unknown-work-schedule`')
  get(@Param('id') id: string): Promise<WeeklyHoursView> {
    return this.schedules.get(id);
  }

  @Get(':id/at')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Whether it is open by these hours alone, now or at an instant, and until when' })
  @ApiOkResponse({ type: OpeningView })
  @ApiProblem(404, '`unknown-work-schedule`')
  at(@Param('id') id: string, @Query() query: OpeningQuery): Promise<OpeningView> {
    return this.schedules.at(id, query);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change a work schedule; a day that is given replaces the ranges of that day' })
  @ApiExample(WeeklyHoursChanges, { days: { saturday: [{ from: '09:00', to: '12:00' }] } })
  @ApiOkResponse({ type: WeeklyHoursView })
  @ApiProblem(404, '`unknown-work-schedule`')
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`empty-range`, `overlapping-ranges`')
  change(@Param('id') id: string, @Body() changes: WeeklyHoursChanges, @IfMatch() version: number | null): Promise<WeeklyHoursView> {
    return this.schedules.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a work schedule that nothing uses' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-work-schedule`')
  @ApiProblem(409, '`work-schedule-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.schedules.remove(id, version);
  }
}
