import type { CampaignId } from '../../src/core/kernel/ids.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../../src/core/ports/campaign-directory.js';

/** Plans by number, as a story sets them. */
export class StoryDirectory implements CampaignDirectory {
  readonly plans = new Map<string, CampaignPlan>();
  private readonly older: CampaignPlan[] = [];

  /** What the number leads to from now on; calls under way know what they began with. */
  change(did: string, plan: CampaignPlan): void {
    const before = this.plans.get(did);
    if (before !== undefined) this.older.push(before);
    this.plans.set(did, plan);
  }

  lookUp(dialled: string): ReturnType<CampaignDirectory['lookUp']> {
    const did = inFrance(dialled);
    const plan = this.plans.get(did);
    return plan === undefined ? null : { did, plan };
  }

  planOf(campaignId: CampaignId, version: number): CampaignPlan | null {
    return this.older.find((plan) => plan.campaignId === campaignId && plan.version === version) ?? this.planNow(campaignId);
  }

  planNow(campaignId: CampaignId): CampaignPlan | null {
    return [...this.plans.values()].find((plan) => plan.campaignId === campaignId) ?? null;
  }

  didOf(campaignId: CampaignId): string | null {
    return [...this.plans].find(([, plan]) => plan.campaignId === campaignId)?.[0] ?? null;
  }

  timeZoneOf(number: string): string | null {
    return number.startsWith('+262') ? 'Indian/Reunion' : null;
  }

  callerNumber(number: string | null): string | null {
    return number === null ? null : inFrance(number);
  }
}

function inFrance(number: string): string {
  return number.replace(/^00/, '+').replace(/^0/, '+33');
}
