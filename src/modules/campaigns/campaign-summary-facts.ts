import type { Opening } from '../../core/schedule/opening.js';
import type { Instant } from '../../core/kernel/time.js';
import type { CampaignDocument } from './campaign-settings.js';
import type { SummaryCode, SummaryElement } from './campaign-summary-texts.js';

/** Something that the summary says of one element. */
export interface Finding {
  readonly element: SummaryElement;
  readonly code: SummaryCode;
  /** What stands for the `{name}`s of the text. */
  readonly with: Readonly<Record<string, FindingValue>>;
}

/** An instant is told in the reader's language; null as "until it is taken back". */
export type FindingValue = string | number | { readonly until: Instant | null };

/** An agent of the queue as the floor and the rows know them. */
export interface TeamMember {
  readonly signedIn: boolean;
  readonly paused: boolean;
  readonly phoneReachable: boolean;
  /** Levels by skill id. */
  readonly levels: ReadonlyMap<string, number>;
}

export interface KnownScenario {
  readonly name: string;
  readonly fault: string | null;
  /** Why callers do not hear the texts in it. */
  readonly speech: 'no-program' | 'failed' | 'late' | null;
}

/** All that the summary looks at, gathered once; everything else is decided from it without asking anybody. */
export interface SummaryFacts {
  readonly campaign: CampaignDocument & { readonly didIds: readonly string[] };
  readonly now: Instant;
  readonly pbxReachable: boolean;
  /** Outbound calls have a way out. */
  readonly trunk: boolean;
  /** Null: the campaign has no queue. */
  readonly queue: { readonly code: string; readonly team: readonly TeamMember[] } | null;
  /** How many agents the queue for untreated messages has. */
  readonly voicemailQueueAgents: number;
  readonly skillName: (skillId: string) => string;
  /** Null when the sound is no more. */
  readonly sound: (audioId: string) => { readonly durationSeconds: number | null } | null;
  /** Its first fault, `null` when it has none, or `gone`. */
  readonly scenario: (scenarioId: string) => KnownScenario | 'gone';
  readonly schedule: 'none' | 'gone' | 'never-opens' | 'known';
  readonly holidays: 'none' | 'gone' | 'known';
  readonly callingHours: 'none' | 'gone' | 'never-opens' | 'known';
  readonly opening: Opening;
  readonly override: { readonly state: 'open' | 'closed'; readonly until: Instant | null; readonly by: string } | null;
  readonly mayDial: (number: string) => boolean;
  /** False when the dial policy allows nothing at all. */
  readonly mayDialAnything: boolean;
  /** True of a number that leads to this campaign. */
  readonly isOwnNumber: (number: string) => boolean;
  /** Codes of the group and the system; `gone` when the group is no more. */
  readonly dispositionCodes: ReadonlySet<string> | 'gone';
  readonly scriptGone: boolean;
}
