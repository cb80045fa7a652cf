import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { DispositionCategory } from '../../core/plan/briefing.js';

export const CATEGORIES = ['positive', 'argued', 'not-argued'] as const satisfies readonly DispositionCategory[];

export interface StoredDisposition {
  readonly code: string;
  readonly label: string;
  readonly category: DispositionCategory;
  /** In the group's currency; null: none is counted. */
  readonly profit: number | null;
  readonly countsForQuota: boolean;
  readonly details: readonly { readonly code: string; readonly label: string }[];
}

@Entity('disposition_groups')
export class DispositionGroupEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'varchar' })
  currency!: string;

  @Column({ type: 'boolean' })
  includeSystem!: boolean;

  /** The group's own, in the order given. */
  @Column({ type: 'simple-json' })
  dispositions!: StoredDisposition[];
}
