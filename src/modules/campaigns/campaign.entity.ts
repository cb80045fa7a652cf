import { Column, Entity, PrimaryColumn } from 'typeorm';

import { INSTANT } from '../../platform/database/columns.js';
import type { CampaignDocument, CampaignSettings } from './campaign-settings.js';

@Entity('campaigns')
export class CampaignEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'varchar' })
  state!: 'running' | 'stopped';

  /** Also a column, so that a queue in use cannot vanish. */
  @Column({ type: 'varchar', nullable: true })
  queueId!: string | null;

  @Column({ type: 'simple-json' })
  settings!: CampaignSettings;

  @Column(INSTANT)
  createdAt!: number;
}

/** What a campaign was from one change to the next. Never changed. */
@Entity('campaign_versions')
export class CampaignVersionEntity {
  @PrimaryColumn({ type: 'varchar' })
  campaignId!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column(INSTANT)
  at!: number;

  /** Login of the author. */
  @Column({ type: 'varchar' })
  by!: string;

  /** All but the numbers, which a plan does not need. */
  @Column({ type: 'simple-json' })
  document!: CampaignDocument;

  /** Each a `Difference`. */
  @Column({ type: 'simple-json' })
  changes!: object;
}
