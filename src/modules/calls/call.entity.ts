import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { EndingBlame, EndingHow } from '../../core/calls/call-ending.js';
import { INSTANT, OPTIONAL_INSTANT } from '../../platform/database/columns.js';

/** What the journal says of a call so far. Can be made again from the journal. */
@Entity('calls')
export class CallEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  /** The entry it was last made from: an older one, replayed, changes nothing. */
  @Column({ type: 'varchar' })
  lastEntryId!: string;

  @Column({ type: 'varchar', nullable: true })
  campaignId!: string | null;

  @Column({ type: 'int', nullable: true })
  planVersion!: number | null;

  @Column({ type: 'varchar' })
  did!: string;

  @Column({ type: 'varchar', nullable: true })
  caller!: string | null;

  @Column(INSTANT)
  arrivedAt!: number;

  @Column(OPTIONAL_INSTANT)
  queuedAt!: number | null;

  @Column(OPTIONAL_INSTANT)
  answeredAt!: number | null;

  @Column({ type: 'varchar' })
  phase!: string;

  @Column(OPTIONAL_INSTANT)
  endedAt!: number | null;

  @Column({ type: 'varchar', nullable: true })
  queueId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  agentId!: string | null;

  /** Of the message that the caller leaves, or was leaving. */
  @Column({ type: 'varchar', nullable: true })
  recording!: string | null;

  /** The callback that this call is. */
  @Column({ type: 'varchar', nullable: true })
  callbackId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  endingHow!: EndingHow | null;

  @Column({ type: 'varchar', nullable: true })
  endingDuring!: string | null;

  @Column({ type: 'varchar', nullable: true })
  endingBlame!: EndingBlame | null;
}
