import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { VoicemailFact } from '../../core/journal/voicemail-facts.js';
import { INSTANT } from '../../platform/database/columns.js';

/** A step of a message that holds, and that the journal has not written yet. */
@Entity('voicemail_steps')
export class VoicemailStepEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  /** When it was last told to the journal. */
  @Column(INSTANT)
  at!: number;

  @Column({ type: 'simple-json' })
  fact!: VoicemailFact;
}
