import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Role } from '../../platform/auth/principal.js';

/** The telephone as it is stored; the account of a SIP phone is in columns of its own, since it outlives a change of kind. */
export type StoredPhone = { kind: 'sip' } | { kind: 'endpoint'; endpoint: string } | { kind: 'number'; number: string };

export interface StoredSkill {
  skillId: string;
  level: number;
}

/** A member of the staff: an agent, or somebody who supervises or administers and has no phone. */
@Entity('agents')
export class AgentEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  /** Lower case. */
  @Column({ type: 'varchar' })
  login!: string;

  /** Null: cannot sign in with a password. */
  @Column({ type: 'varchar', nullable: true })
  passwordHash!: string | null;

  @Column({ type: 'int' })
  credentialsVersion!: number;

  @Column({ type: 'varchar' })
  displayName!: string;

  @Column({ type: 'varchar' })
  role!: Role;

  @Column({ type: 'varchar', nullable: true })
  extension!: string | null;

  @Column({ type: 'simple-json', nullable: true })
  phone!: StoredPhone | null;

  @Column({ type: 'varchar' })
  connection!: 'per-call' | 'permanent';

  @Column({ type: 'boolean' })
  followForwarding!: boolean;

  @Column({ type: 'simple-json' })
  skills!: StoredSkill[];

  @Column({ type: 'varchar' })
  sipAccount!: string;

  /** Encrypted. */
  @Column({ type: 'varchar' })
  sipPassword!: string;
}
