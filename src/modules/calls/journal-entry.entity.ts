import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Fact } from '../../core/journal/facts.js';
import { INSTANT } from '../../platform/database/columns.js';

/** One fact, as it was recorded. */
@Entity('journal_entries')
export class JournalEntryEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column(INSTANT)
  at!: number;

  @Column({ type: 'varchar' })
  type!: string;

  @Column({ type: 'varchar', nullable: true })
  callId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  agentId!: string | null;

  @Column({ type: 'simple-json' })
  fact!: Fact;
}
