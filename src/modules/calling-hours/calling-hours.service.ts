import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { NamedRows } from '../../platform/database/named-rows.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { WeeklyHoursBook } from '../../platform/schedules/weekly-hours-book.js';
import { CallingHoursEntity } from './calling-hours.entity.js';

/** When customers may be called. */
@Injectable()
export class CallingHoursService extends WeeklyHoursBook implements OnModuleInit {
  constructor(database: Database, @Inject(ID_SOURCE) ids: IdSource, @Inject(CLOCK) clock: Clock) {
    super(new NamedRows(CallingHoursEntity, { noun: 'calling hours', code: 'calling-hours' }, database), ids, clock);
  }
}
