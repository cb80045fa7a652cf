import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT, OPTIONAL_INSTANT } from '../../platform/database/columns.js';

/** A message that a caller left; the sound is the file of the same id. */
@Entity('voicemails')
export class VoicemailEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  callId!: string;

  @Column({ type: 'varchar' })
  campaignId!: string;

  @Column({ type: 'varchar' })
  queueId!: string;

  @Column({ type: 'varchar', nullable: true })
  caller!: string | null;

  @Column(INSTANT)
  receivedAt!: number;

  @Column({ type: 'int' })
  durationMs!: number;

  @Column({ type: 'int' })
  bytes!: number;

  @Column({ type: 'varchar' })
  sha256!: string;

  @Column({ type: 'varchar' })
  state!: 'new' | 'claimed' | 'closed';

  /** The agent, while it is claimed. Unique: nobody has two at once. */
  @Column({ type: 'varchar', nullable: true })
  heldBy!: string | null;

  /** Who has it, or had it when it was closed; null otherwise. */
  @Column({ type: 'varchar', nullable: true })
  agentId!: string | null;

  @Column(OPTIONAL_INSTANT)
  claimedAt!: number | null;

  @Column(OPTIONAL_INSTANT)
  closedAt!: number | null;

  /** Login, or name of the API key. */
  @Column({ type: 'varchar', nullable: true })
  closedBy!: string | null;

  /** Of the disposition. */
  @Column({ type: 'varchar', nullable: true })
  code!: string | null;

  @Column({ type: 'varchar', nullable: true })
  note!: string | null;

  /** Asked for by the agent who had it. */
  @Column({ type: 'varchar', nullable: true })
  callbackId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  movedFromQueueId!: string | null;

  /** Set once: what has moved stays. */
  @Column(OPTIONAL_INSTANT)
  movedAt!: number | null;
}
