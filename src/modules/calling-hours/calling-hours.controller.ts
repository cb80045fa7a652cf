import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { OpeningQuery, OpeningView } from '../../platform/schedules/opening.dto.js';
import { WeeklyHoursChanges, WeeklyHoursDraft, WeeklyHoursView } from '../../platform/schedules/weekly-hours.dto.js';
import { CallingHoursService } from './calling-hours.service.js';

const CallingHoursPage = PageOf(WeeklyHoursView, 'CallingHoursPage');

@ApiTags('calling-hours')
@Controller('calling-hours')
export class CallingHoursController {
  constructor(private readonly hours: CallingHoursService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Calling hours, by name' })
  @ApiOkResponse({ type: CallingHoursPage })
  list(@Query() query: PageQuery): Promise<Page<WeeklyHoursView>> {
    return this.hours.list(query);
  }

  @Post()
  @Allow('admin')
  @ApiOperation({ summary: 'Create calling hours' })
  @ApiExample(WeeklyHoursDraft, {
    name: 'Rappels',
    timeZone: 'Europe/Paris',
    days: {
      monday: [
        { from: '10:00', to: '13:00' },
        { from: '14:00', to: '20:00' },
      ],
    },
  })
  @ApiCreatedResponse({ type: WeeklyHoursView })
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(422, '`empty-range`, `overlapping-ranges`')
  create(@Body() draft: WeeklyHoursDraft): Promise<WeeklyHoursView> {
    return this.hours.create(draft);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Calling hours' })
  @ApiOkResponse({ type: WeeklyHoursView })
  @ApiProblem(404, '`unknown-calling-hours`')
  get(@Param('id') id: string): Promise<WeeklyHoursView> {
    return this.hours.get(id);
  }

  @Get(':id/at')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Whether it is open by these hours alone, now or at an instant, and until when' })
  @ApiOkResponse({ type: OpeningView })
  @ApiProblem(404, '`unknown-calling-hours`')
  at(@Param('id') id: string, @Query() query: OpeningQuery): Promise<OpeningView> {
    return this.hours.at(id, query);
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Change calling hours; a day that is given replaces the ranges of that day' })
  @ApiExample(WeeklyHoursChanges, { days: { saturday: [{ from: '09:00', to: '12:00' }] } })
  @ApiOkResponse({ type: WeeklyHoursView })
  @ApiProblem(404, '`unknown-calling-hours`')
  @ApiProblem(409, '`name-taken`')
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`empty-range`, `overlapping-ranges`')
  change(@Param('id') id: string, @Body() changes: WeeklyHoursChanges, @IfMatch() version: number | null): Promise<WeeklyHoursView> {
    return this.hours.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete calling hours that nothing uses' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-calling-hours`')
  @ApiProblem(409, '`calling-hours-in-use`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.hours.remove(id, version);
  }
}
