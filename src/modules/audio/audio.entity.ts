import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { TelephoneSound } from '../../platform/audio/telephone-sound.js';
import { INSTANT } from '../../platform/database/columns.js';

/** What was measured when the file came in. */
export type StoredSound = Omit<TelephoneSound, 'files'>;

/** A sound of the library; its files are in `AudioFiles`, under the same id. */
@Entity('audio')
export class AudioEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'varchar' })
  language!: 'fr' | 'en';

  /** What a synthesiser was told to say; null for a recording. */
  @Column({ type: 'text', nullable: true })
  text!: string | null;

  @Column({ type: 'simple-json' })
  sound!: StoredSound;

  @Column(INSTANT)
  createdAt!: number;
}
