import type { CampaignId } from '../kernel/ids.js';
import type { CampaignPlan } from '../plan/campaign-plan.js';

export interface DialledNumber {
  /** The DID, E.164. */
  readonly did: string;
  /** Null when the DID is ours but was given to no campaign. */
  readonly plan: CampaignPlan | null;
}

/**
 * Which campaign a number leads to. Answers from memory: no database stands between a caller and the welcome. Numbers arrive as the
 * carrier writes them and are normalised with the countries of the sites.
 */
export interface CampaignDirectory {
  /** Null when the number is none of ours. */
  lookUp(dialled: string): DialledNumber | null;
  /** The plan a call began with, for a call taken up after a restart; the current one when that version is no longer known. */
  planOf(campaignId: CampaignId, version: number): CampaignPlan | null;
  /** The plan as it is now; null for a campaign that is no more. */
  planNow(campaignId: CampaignId): CampaignPlan | null;
  /** A number of the campaign, E.164; null when it has none. */
  didOf(campaignId: CampaignId): string | null;
  /** IANA name of the zone whose time is kept where this number, E.164, belongs; null when that is not one time. */
  timeZoneOf(number: string): string | null;
  /** E.164 when the number can be understood in the country of this DID's site, else the number as it came. */
  callerNumber(number: string | null, did: string): string | null;
}
