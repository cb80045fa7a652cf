import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT, OPTIONAL_INSTANT } from '../../platform/database/columns.js';

/**
 * `running`: not on our disk yet. `undecided`: kept only if the call is given one of the dispositions in time. `rejected`: it was given
 * another, and is about to be deleted.
 */
export type RecordingState = 'running' | 'kept' | 'undecided' | 'rejected';

/** A recorded conversation; the sound is the file of the same id. */
@Entity('recordings')
export class RecordingEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  lastEntryId!: string;

  @Column({ type: 'varchar' })
  callId!: string;

  @Column({ type: 'varchar' })
  campaignId!: string;

  @Column({ type: 'varchar' })
  agentId!: string;

  @Column(INSTANT)
  startedAt!: number;

  @Column({ type: 'varchar' })
  node!: string;

  @Column({ type: 'simple-json', nullable: true })
  keptFor!: readonly string[] | null;

  @Column({ type: 'int', nullable: true })
  retentionDays!: number | null;

  @Column({ type: 'boolean' })
  muted!: boolean;

  @Column({ type: 'varchar' })
  state!: RecordingState;

  @Column({ type: 'varchar', nullable: true })
  disposition!: string | null;

  @Column({ type: 'int', nullable: true })
  durationMs!: number | null;

  /** As large as an instant may be. */
  @Column(OPTIONAL_INSTANT)
  bytes!: number | null;

  @Column({ type: 'varchar', nullable: true })
  sha256!: string | null;

  /** Of an undecided one: when it is too late to decide. */
  @Column(OPTIONAL_INSTANT)
  expiresAt!: number | null;
}
