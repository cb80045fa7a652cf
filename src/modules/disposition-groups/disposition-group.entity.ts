import { Column, Entity, PrimaryColumn } from 'typeorm';

export const CATEGORIES = ['positive', 'argued', 'not-argued'] as const;
/** What a conversation came to: the conversion rate is the positive ones among the positive and argued ones. */
export type Category = (typeof CATEGORIES)[number];

export interface StoredDisposition {
  readonly code: string;
  readonly label: string;
  readonly category: Category;
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
