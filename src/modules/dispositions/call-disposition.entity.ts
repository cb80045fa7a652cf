import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { DispositionCategory } from '../../core/plan/briefing.js';
import { INSTANT, OPTIONAL_AMOUNT } from '../../platform/database/columns.js';

/** What an agent last said of a call, as far as figures are made of it; note and answers are in the journal alone. */
@Entity('call_dispositions')
export class CallDispositionEntity {
  @PrimaryColumn({ type: 'varchar' })
  callId!: string;

  @PrimaryColumn({ type: 'varchar' })
  agentId!: string;

  /** The entry it was made from: an older one, replayed, changes nothing. */
  @Column({ type: 'varchar' })
  lastEntryId!: string;

  @Column({ type: 'varchar' })
  campaignId!: string;

  /** Of the call. */
  @Column(INSTANT)
  arrivedAt!: number;

  @Column({ type: 'varchar' })
  code!: string;

  @Column({ type: 'varchar' })
  label!: string;

  @Column({ type: 'varchar' })
  category!: DispositionCategory;

  @Column(OPTIONAL_AMOUNT)
  profit!: number | null;

  @Column({ type: 'varchar', nullable: true })
  currency!: string | null;

  @Column({ type: 'boolean' })
  countsForQuota!: boolean;
}
