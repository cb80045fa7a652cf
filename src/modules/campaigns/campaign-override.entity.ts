import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT, OPTIONAL_INSTANT } from '../../platform/database/columns.js';

/** A campaign that somebody forced open or closed. */
@Entity('campaign_overrides')
export class CampaignOverrideEntity {
  @PrimaryColumn({ type: 'varchar' })
  campaignId!: string;

  @Column({ type: 'varchar' })
  state!: 'open' | 'closed';

  /** Null: until it is taken back. */
  @Column(OPTIONAL_INSTANT)
  until!: number | null;

  @Column(INSTANT)
  at!: number;

  /** Login of who did it. */
  @Column({ type: 'varchar' })
  by!: string;
}
