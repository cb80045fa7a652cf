import type { CampaignId } from '../../src/core/kernel/ids.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../../src/core/ports/campaign-directory.js';

/** What the engine is told of the campaigns: by DID as they are now, and every version by `id/version`. */
export function directoryOf(
  campaigns: ReadonlyMap<string, CampaignPlan>,
  versions: ReadonlyMap<string, CampaignPlan>,
  timeZoneOf: CampaignDirectory['timeZoneOf'] = () => null,
): CampaignDirectory {
  return {
    lookUp: (dialled) => {
      const plan = campaigns.get(dialled);
      return plan === undefined ? null : { did: dialled, plan };
    },
    planOf: (campaignId: CampaignId, version: number) => versions.get(`${campaignId}/${String(version)}`) ?? null,
    planNow: (campaignId) => [...campaigns.values()].find((plan) => plan.campaignId === campaignId) ?? null,
    didOf: (campaignId) => [...campaigns].find(([, plan]) => plan.campaignId === campaignId)?.[0] ?? null,
    timeZoneOf,
    callerNumber: (number) => number,
  };
}
