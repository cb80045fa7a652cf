import type { CampaignId } from '../kernel/ids.js';
import { LifeTable, type SavedLifeTable } from './life-table.js';
import type { SurvivalCurve } from './survival-curve.js';

/** Campaigns come and go; the tables of those that went are the first to be forgotten. */
const CAMPAIGNS_KEPT = 500;

export interface SavedCampaignTables {
  readonly all: SavedLifeTable;
  readonly campaigns: readonly (readonly [CampaignId, SavedLifeTable])[];
}

/** Something that has not ended yet. */
export interface UnderWay {
  readonly campaignId: CampaignId | null;
  readonly elapsedSeconds: number;
}

/** One life table for each campaign, and one of all campaigns together that they lean on while they are young. */
export class CampaignTables {
  private readonly all: LifeTable;
  /** The one that learned last comes last. */
  private readonly campaigns: Map<CampaignId, LifeTable>;

  constructor(saved?: SavedCampaignTables) {
    this.all = new LifeTable(saved?.all);
    this.campaigns = new Map(saved?.campaigns.map(([campaignId, table]) => [campaignId, new LifeTable(table)]));
  }

  /** A campaign that is not known, after a restart, still teaches what is true of all. */
  learn(campaignId: CampaignId | null, seconds: number, outcome: 'ended' | 'spared'): void {
    this.all.learn(seconds, outcome);
    if (campaignId === null) return;
    const table = this.campaigns.get(campaignId) ?? new LifeTable();
    table.learn(seconds, outcome);
    this.campaigns.delete(campaignId);
    this.campaigns.set(campaignId, table);
    const [oldest] = this.campaigns.keys();
    if (this.campaigns.size > CAMPAIGNS_KEPT && oldest !== undefined) this.campaigns.delete(oldest);
  }

  /** How many ended, over all campaigns, less what was forgotten. */
  get evidence(): number {
    return this.all.evidence;
  }

  evidenceOf(campaignId: CampaignId | null): number {
    return campaignId === null ? this.evidence : (this.campaigns.get(campaignId)?.evidence ?? 0);
  }

  curve(campaignId: CampaignId | null, underWay: readonly UnderWay[] = []): SurvivalCurve {
    const all = this.all.curve(null, underWay.map(elapsed));
    const own = campaignId === null ? undefined : this.campaigns.get(campaignId);
    return own === undefined ? all : own.curve(all, underWay.filter((each) => each.campaignId === campaignId).map(elapsed));
  }

  save(): SavedCampaignTables {
    return { all: this.all.save(), campaigns: [...this.campaigns].map(([campaignId, table]) => [campaignId, table.save()]) };
  }
}

function elapsed({ elapsedSeconds }: UnderWay): number {
  return elapsedSeconds;
}
