import type { AfterCall, RequiredSkill } from '../acd/floor-settings.js';
import type { CampaignId, QueueId } from '../kernel/ids.js';
import type { Sound } from '../ports/telephony.js';

/**
 * All that a call needs to know of its campaign: immutable, complete, checked when it was saved. A call keeps the plan it began with,
 * whatever an administrator changes meanwhile.
 */
export interface CampaignPlan {
  readonly campaignId: CampaignId;
  /** Grows by one with every change of the campaign. */
  readonly version: number;
  readonly name: string;
  readonly language: 'fr' | 'en';
  /** A campaign that is stopped treats its calls as closed. */
  readonly running: boolean;
  readonly queueId: QueueId;
  /** The larger, the sooner, among the campaigns that feed one queue. */
  readonly priority: number;
  /** Null is silence: the call goes straight on. */
  readonly welcome: Sound | null;
  /** True: as early media, before the caller is billed. */
  readonly welcomeBeforeAnswer: boolean;
  /** Repeated while waiting; null is the PBX's music. */
  readonly hold: Sound | null;
  /** Heard by callers of a closed or stopped campaign before the hang-up. */
  readonly closed: Sound;
  readonly requiredSkills: readonly RequiredSkill[];
  readonly afterCall: AfterCall;
}
