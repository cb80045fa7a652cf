import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row of the policy. */
@Entity('dial_policy')
export class DialPolicyEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  defaultCountry!: string;

  @Column({ type: 'simple-json' })
  allowedPrefixes!: string[];

  @Column({ type: 'simple-json' })
  deniedPrefixes!: string[];

  @Column({ type: 'int', nullable: true })
  maxConcurrentOutbound!: number | null;
}
