import type { CampaignId } from '../../src/core/kernel/ids.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../../src/core/ports/campaign-directory.js';

/** Plans by number, as a story sets them. */
export class StoryDirectory implements CampaignDirectory {
  readonly plans = new Map<string, CampaignPlan>();

  lookUp(dialled: string): ReturnType<CampaignDirectory['lookUp']> {
    const did = inFrance(dialled);
    const plan = this.plans.get(did);
    return plan === undefined ? null : { did, plan };
  }

  planOf(campaignId: CampaignId): CampaignPlan | null {
    return [...this.plans.values()].find((plan) => plan.campaignId === campaignId) ?? null;
  }

  planNow(campaignId: CampaignId): CampaignPlan | null {
    return this.planOf(campaignId);
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
