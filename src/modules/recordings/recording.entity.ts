import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT, OPTIONAL_INSTANT } from '../../platform/database/columns.js';

/**
 * `running`: not on our disk yet. `undecided`: kept only if the call is given one of the dispositions in time. `rejected`: it was given
 * another, which may be corrected in time; or nothing was ever in it, and then it has no duration.
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

  /** The agent who has it paused; null: it goes on. */
  @Column({ type: 'varchar', nullable: true })
  mutedBy!: string | null;

  @Column({ type: 'varchar' })
  state!: RecordingState;

  /** When an agent last said something of the call, of one that is kept by it; null: never. */
  @Column(OPTIONAL_INSTANT)
  disposedAt!: number | null;

  /** Null until it is on our disk. */
  @Column({ type: 'int', nullable: true })
  durationMs!: number | null;

  /** As large as an instant may be. */
  @Column(OPTIONAL_INSTANT)
  bytes!: number | null;

  @Column({ type: 'varchar', nullable: true })
  sha256!: string | null;

  /** When its time is over, however it is decided. */
  @Column(OPTIONAL_INSTANT)
  expiresAt!: number | null;
}

/** An agent who talked in a recorded conversation, and what they last said of the call. */
@Entity('recording_agents')
export class RecordingAgentEntity {
  @PrimaryColumn({ type: 'varchar' })
  recordingId!: string;

  @PrimaryColumn({ type: 'varchar' })
  agentId!: string;

  @Column({ type: 'varchar' })
  lastEntryId!: string;

  /** When they and the caller were put together first. */
  @Column(INSTANT)
  since!: number;

  /** Of their disposition, where the recording is kept by it; null: none yet. */
  @Column({ type: 'varchar', nullable: true })
  code!: string | null;
}
