import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sites')
export class SiteEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  code!: string;

  @Column({ type: 'varchar' })
  name!: string;

  /** ISO 3166: in which country numbers without a country code are understood. */
  @Column({ type: 'varchar' })
  country!: string;

  @Column({ type: 'varchar' })
  timeZone!: string;
}
