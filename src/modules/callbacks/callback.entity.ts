import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { CallbackState } from '../../core/callbacks/callback-record.js';
import { INSTANT, OPTIONAL_INSTANT } from '../../platform/database/columns.js';

/** Somebody who is to be called back, or was. */
@Entity('callbacks')
export class CallbackEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  /** The entry it was last made from: an older one, replayed, changes nothing. */
  @Column({ type: 'varchar' })
  lastEntryId!: string;

  @Column({ type: 'varchar' })
  campaignId!: string;

  @Column({ type: 'varchar' })
  queueId!: string;

  @Column({ type: 'varchar', nullable: true })
  did!: string | null;

  @Column({ type: 'varchar' })
  number!: string;

  @Column(INSTANT)
  requestedAt!: number;

  @Column(INSTANT)
  arrivedAt!: number;

  @Column(INSTANT)
  queuedAt!: number;

  @Column(OPTIONAL_INSTANT)
  notBefore!: number | null;

  @Column(INSTANT)
  expiresAt!: number;

  /** In which it was asked for; empty: in none. */
  @Column({ type: 'varchar' })
  callId!: string;

  @Column({ type: 'varchar' })
  state!: CallbackState;

  @Column({ type: 'int' })
  attempts!: number;

  @Column({ type: 'varchar', nullable: true })
  forAgentId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  agentId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  attemptCallId!: string | null;
}
