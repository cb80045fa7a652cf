import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT } from '../../platform/database/columns.js';

/** Somebody who asked to be called back. */
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

  @Column({ type: 'varchar' })
  number!: string;

  @Column(INSTANT)
  requestedAt!: number;

  @Column(INSTANT)
  arrivedAt!: number;

  @Column(INSTANT)
  queuedAt!: number;

  @Column(INSTANT)
  expiresAt!: number;

  @Column({ type: 'varchar' })
  callId!: string;

  @Column({ type: 'varchar' })
  state!: 'waiting' | 'cancelled';
}
