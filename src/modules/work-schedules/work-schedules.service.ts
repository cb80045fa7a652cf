import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { NamedRows } from '../../platform/database/named-rows.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { WeeklyHoursBook } from '../../platform/schedules/weekly-hours-book.js';
import { WorkScheduleEntity } from './work-schedule.entity.js';

/** When campaigns take calls. */
@Injectable()
export class WorkSchedulesService extends WeeklyHoursBook implements OnModuleInit {
  constructor(database: Database, @Inject(ID_SOURCE) ids: IdSource, @Inject(CLOCK) clock: Clock) {
    super(new NamedRows(WorkScheduleEntity, { noun: 'work schedule', code: 'work-schedule' }, database), ids, clock);
  }
}
