import type { CampaignId } from '../kernel/ids.js';

/** A phone is taken after so many seconds or not at all; the mean over the last thirty or so follows. */
const FORGETTING = 1 / 30;

/** So many answers of all campaigns count beside a campaign's own. */
const BORROWED = 3;

/** Campaigns come and go; those that went are the first to be forgotten. */
const CAMPAIGNS_KEPT = 500;

interface MeanRing {
  readonly count: number;
  readonly seconds: number;
}

export interface SavedRingTimes {
  readonly all: MeanRing;
  /** The one that learned last comes last. */
  readonly campaigns: readonly (readonly [CampaignId, MeanRing])[];
}

const SILENCE: MeanRing = { count: 0, seconds: 0 };

/** How long telephones ring until they are answered: a mean for each campaign, which leans on that of all while it is young. */
export class RingTimes {
  private all: MeanRing;
  private readonly campaigns: Map<CampaignId, MeanRing>;

  constructor(saved?: SavedRingTimes) {
    this.all = saved?.all ?? SILENCE;
    this.campaigns = new Map(saved?.campaigns);
  }

  learn(campaignId: CampaignId, seconds: number): void {
    this.all = withAnother(this.all, seconds);
    const known = this.campaigns.get(campaignId) ?? SILENCE;
    this.campaigns.delete(campaignId);
    this.campaigns.set(campaignId, withAnother(known, seconds));
    const [oldest] = this.campaigns.keys();
    if (this.campaigns.size > CAMPAIGNS_KEPT && oldest !== undefined) this.campaigns.delete(oldest);
  }

  /** Null: of no campaign that is known. */
  meanOf(campaignId: CampaignId | null): number {
    const own = campaignId === null ? undefined : this.campaigns.get(campaignId);
    if (own === undefined) return this.all.seconds;
    return (own.count * own.seconds + BORROWED * this.all.seconds) / (own.count + BORROWED);
  }

  save(): SavedRingTimes {
    return { all: this.all, campaigns: [...this.campaigns] };
  }
}

function withAnother({ count, seconds }: MeanRing, another: number): MeanRing {
  return { count: count + 1, seconds: seconds + (another - seconds) * Math.max(1 / (count + 1), FORGETTING) };
}
