import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT } from './columns.js';

/** What a POST with an `Idempotency-Key` was answered the first time. */
@Entity('idempotent_answers')
export class IdempotentAnswerEntity {
  /** Hash of who asked, where, and with which key. */
  @PrimaryColumn({ type: 'varchar' })
  request!: string;

  @Column({ type: 'varchar' })
  bodyHash!: string;

  @Column({ type: 'int' })
  status!: number;

  /** Encrypted: an answer may hold a secret that is shown once. */
  @Column({ type: 'text' })
  answer!: string;

  @Column(INSTANT)
  createdAt!: number;
}
