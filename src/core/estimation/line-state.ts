import type { CampaignId } from '../kernel/ids.js';
import type { AbsenceKind } from './staffing.js';

/**
 * A class of callers: those of one queue who require the same, whom the same agents may serve. Classes are numbered from 0 within one line
 * state; a set of classes is a bit mask.
 */
export type ClassNumber = number;
export type ClassSet = number;

/** More classes than bits are not told apart: the last stands for all the others. */
export const CLASSES = 31;

/** An agent who is not free now, and where they are in what they do. `absent` is only who is expected back. */
export interface BusyAgent {
  readonly serves: ClassSet;
  /** Seconds until the agent may serve the caller: 0 now, more when a skill that the agent lacks is relaxed then, Infinity never. */
  readonly servesAskerIn: number;
  /** Of the conversation, or of the call that is ringing; null when it is not known. */
  readonly campaignId: CampaignId | null;
  readonly stage: 'ringing' | 'ringing-along' | 'talking' | 'after-call' | 'away' | 'absent';
  /** Since the stage began. */
  readonly elapsedSeconds: number;
  /** When the stage ends by itself at the latest; null when no timer says. */
  readonly secondsLeft: number | null;
  /** Wrap-up and rest that follow a conversation, by the campaign's settings; null when the agent ends it. */
  readonly afterCallSeconds: number | null;
  /** How long the agent has been at work; null for one who leaves it after what they do, or has left. */
  readonly atWorkSeconds: number | null;
  /** Why the agent is away, or will be; null when it is not known. */
  readonly absence: AbsenceKind | null;
}

/** Somebody who will be served before, if they wait long enough and the agent may serve them. A promised callback is one of them. */
export interface CallerAhead {
  readonly classNumber: ClassNumber;
  readonly campaignId: CampaignId;
  readonly waitedSeconds: number;
  readonly afterCallSeconds: number | null;
  /** A callback waits at home: it does not abandon. */
  readonly patient: boolean;
}

/** Callers who have not called yet and will go first all the same, because their priority is higher. */
export interface Overtakers {
  readonly classNumber: ClassNumber;
  readonly campaignId: CampaignId;
  readonly perSecond: number;
  /** Who comes later does not go first any more, or nobody can say that they come. */
  readonly untilSeconds: number;
}

/** All that decides how long one caller, real or supposed, has to wait. */
export interface LineState {
  readonly ownClass: ClassNumber;
  readonly campaignId: CampaignId;
  /** Who may serve the caller or somebody ahead. Of those who are away, only who is expected back; nobody can promise the others' return. */
  readonly agents: readonly BusyAgent[];
  /** In the order in which they are served. */
  readonly ahead: readonly CallerAhead[];
  readonly overtakers: readonly Overtakers[];
  /** A great floor is shown as a smaller one of the same shape: one agent here stands for this many, and so do the callers and overtakers. */
  readonly thinning: number;
  /** How many times longer the line is than what is shown of it. */
  readonly stretch: number;
}

/** What can be said before any arithmetic: an agent is free, nobody is signed in, or those who are cannot say when they will be back. */
export type Line = LineState | 'free-agent' | 'nobody-signed-in' | 'nobody-at-work';
