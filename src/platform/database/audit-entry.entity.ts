import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT } from './columns.js';

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One thing that somebody did, or was refused. */
@Entity('audit_entries')
export class AuditEntryEntity {
  /** In the order of time. */
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column(INSTANT)
  at!: number;

  /** Login, or name of the API key; what was typed, of a sign-in. */
  @Column({ type: 'varchar' })
  by!: string;

  @Column({ type: 'varchar', nullable: true })
  role!: string | null;

  @Column({ type: 'varchar', nullable: true })
  address!: string | null;

  @Column({ type: 'varchar' })
  method!: string;

  @Column({ type: 'varchar' })
  path!: string;

  @Column({ type: 'varchar' })
  action!: string;

  @Column({ type: 'varchar' })
  resource!: string;

  @Column({ type: 'varchar', nullable: true })
  resourceId!: string | null;

  @Column({ type: 'varchar' })
  outcome!: AuditOutcome;

  /** Why it was refused. */
  @Column({ type: 'varchar', nullable: true })
  code!: string | null;

  /** The body without what is secret, as JSON. */
  @Column({ type: 'text', nullable: true })
  changes!: string | null;
}
