import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { CampaignSettings } from './campaign-settings.js';

/** What new campaigns are made of, where an administrator said so: one row, or none. */
@Entity('campaign_defaults')
export class CampaignDefaultsEntity {
  /** Always the same: there is one row. */
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  /** Also a column, so that a queue in use cannot vanish. */
  @Column({ type: 'varchar', nullable: true })
  queueId!: string | null;

  @Column({ type: 'simple-json' })
  settings!: CampaignSettings;
}
