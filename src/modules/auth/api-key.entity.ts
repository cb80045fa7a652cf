import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT } from '../../platform/database/columns.js';
import type { Role } from '../../platform/auth/principal.js';

@Entity('api_keys')
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'varchar' })
  role!: Role;

  /** SHA-256: a key is 256 bits of chance, which no dictionary holds. */
  @Column({ type: 'varchar' })
  keyHash!: string;

  @Column(INSTANT)
  createdAt!: number;

  @Column({ type: 'varchar' })
  createdBy!: string;
}
