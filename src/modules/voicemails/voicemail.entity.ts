import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT } from '../../platform/database/columns.js';

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
}
