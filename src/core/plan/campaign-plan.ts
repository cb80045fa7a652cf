import type { AfterCall, RequiredSkill } from '../acd/floor-settings.js';
import type { IvrProgram } from '../ivr/scenario.js';
import type { CampaignId, QueueId } from '../kernel/ids.js';
import { openingAt, type Opening, type OpeningPlan } from '../schedule/opening.js';
import type { Instant } from '../kernel/time.js';
import type { Sound } from '../ports/telephony.js';
import type { Briefing } from './briefing.js';
import type { CallbackPlan } from './callback-plan.js';
import type { DisplayedNumber } from './displayed-number.js';
import type { RecordingPlan } from './recording-plan.js';

/** What happens to a caller who is not kept in the line. */
export interface StrategyPlan {
  readonly kind: 'deterrent' | 'reroute' | 'callback' | 'voicemail';
  /** What a caller hears who is turned away, also after a reroute that failed. */
  readonly deterrent: Sound;
  /** Instead of the deterrent message. */
  readonly scenario: IvrProgram | null;
  /** Where a reroute leads, E.164; without a number it fails. */
  readonly number: string | null;
}

/** When callers are not, or no longer, kept in the line, and what happens then. Null is no limit. */
export interface OverflowPlan {
  /** On arrival: refused when the estimated wait is greater. */
  readonly waitSeconds: number | null;
  /** On arrival: refused when more than so many wait in the queue already. */
  readonly queueLength: number | null;
  /** Of real waiting, each `loopSeconds` long. */
  readonly loops: number | null;
  readonly loopSeconds: number;
  /** `otherwise` serves what is no criterion of the campaign: a queue that vanished, the last agent who left, closing time. */
  readonly strategies: Readonly<Record<'wait' | 'queueLength' | 'loops' | 'menu' | 'otherwise', StrategyPlan>>;
}

/** What is said to callers in the line, on entry and again each loop. */
export interface AnnouncementPlan {
  /** Led in before the spoken wait; null is the sentence alone. */
  readonly ewtLeadIn: Sound | null;
  readonly ewt: boolean;
  /** The share of callers who should wait no longer than announced, 0-1. */
  readonly ewtCaution: number;
  readonly position: boolean;
  /** Offers key 1; null: none is played. Key 1 counts only where there is a menu. */
  readonly menu: Sound | null;
}

export interface VoicemailPlan {
  readonly greeting: Sound;
  readonly maxSeconds: number;
  /** What is shorter is no message. */
  readonly minSeconds: number;
}

export interface ClosedPlan {
  readonly message: Sound;
  readonly then: 'hang-up' | 'voicemail' | 'callback' | 'reroute';
  /** Where `reroute` leads, E.164; without a number it fails. */
  readonly rerouteNumber: string | null;
  readonly waitingAtClose: 'serve' | 'overflow';
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
  /** Heard by the agent alone before the caller is put through; null: none. */
  readonly whisper: Sound | null;
  readonly recording: RecordingPlan;
  readonly announcements: AnnouncementPlan;
  readonly closed: ClosedPlan;
  readonly overflow: OverflowPlan;
  readonly voicemail: VoicemailPlan;
  /** Before the line, in it instead of the menu's key, and after the agent hung up; null: none. */
  readonly scenarios: Readonly<Record<'beforeQueue' | 'menu' | 'afterAgent', IvrProgram | null>>;
  readonly callback: CallbackPlan;
  readonly displayedNumber: DisplayedNumber;
  readonly requiredSkills: readonly RequiredSkill[];
  readonly afterCall: AfterCall;
  /** Handed to the agent with each call. */
  readonly briefing: Briefing;
}

/** Whether the campaign takes calls at `instant`, why, and until when. */
export function openingOf({ running, opening }: CampaignPlan, instant: Instant): Opening {
  return openingAt({ ...opening, running }, instant);
}
