import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { DaysView } from '../../platform/schedules/weekly-hours.dto.js';

@Entity('work_schedules')
export class WorkScheduleEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  /** Canonical IANA name. */
  @Column({ type: 'varchar' })
  timeZone!: string;

  @Column({ type: 'simple-json' })
  days!: DaysView;
}
