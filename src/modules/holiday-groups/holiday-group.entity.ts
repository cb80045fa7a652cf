import { Column, Entity, PrimaryColumn } from 'typeorm';

export interface StoredHoliday {
  /** `YYYY-MM-DD`, a day that exists. */
  readonly date: string;
  readonly yearly: boolean;
  /** `HH:MM`; null: from the beginning of the day. */
  readonly from: string | null;
  /** `HH:MM`; null: to the end of the day. */
  readonly to: string | null;
  readonly audioId: string | null;
}

@Entity('holiday_groups')
export class HolidayGroupEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  /** In the order given. */
  @Column({ type: 'simple-json' })
  holidays!: StoredHoliday[];
}
