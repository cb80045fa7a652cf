import type { AfterCall, RequiredSkill } from '../acd/floor-settings.js';
import type { CampaignId, QueueId } from '../kernel/ids.js';
import { openingAt, type Opening, type OpeningPlan } from '../schedule/opening.js';
import type { Instant } from '../kernel/time.js';
import type { Sound } from '../ports/telephony.js';

/** When callers are not, or no longer, kept in the line, and what they hear then. Null is no limit. */
export interface OverflowPlan {
  /** On arrival: refused when the estimated wait is greater. */
  readonly waitSeconds: number | null;
  /** On arrival: refused when more than so many wait in the queue already. */
  readonly queueLength: number | null;
  /** Of real waiting, each `loopSeconds` long. */
  readonly loops: number | null;
  readonly loopSeconds: number;
  /** What a caller hears who is turned away, before the hang-up. */
  readonly deterrent: Sound;
}

/** All but `running` that decides whether a campaign takes calls. */
export type CampaignHours = Omit<OpeningPlan, 'running'>;

/** The hours of a campaign that has none. */
export const ALWAYS_OPEN: CampaignHours = { hours: null, timeZone: 'UTC', holidays: [], override: null };

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
  /** Hours, holidays and the switch that somebody may have thrown. */
  readonly opening: CampaignHours;
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
  readonly overflow: OverflowPlan;
  readonly requiredSkills: readonly RequiredSkill[];
  readonly afterCall: AfterCall;
}

/** Whether the campaign takes calls at `instant`, why, and until when. */
export function openingOf({ running, opening }: CampaignPlan, instant: Instant): Opening {
  return openingAt({ ...opening, running }, instant);
}
