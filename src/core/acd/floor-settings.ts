import type { AgentId, CampaignId, QueueId, SkillId } from '../kernel/ids.js';

export type Distribution = 'longest-idle' | 'round-robin' | 'fewest-calls' | 'least-talk-time' | 'random' | 'ring-all';

export interface QueueSettings {
  readonly queueId: QueueId;
  /** Three digits, from 500. */
  readonly code: string;
  readonly distribution: Distribution;
  readonly ringTimeoutSeconds: number;
  /** After this many offers missed in a row the agent is paused. */
  readonly missesBeforePause: number;
  /** Seconds of waiting worth one priority point; null never ages. */
  readonly ageingSeconds: number | null;
  /** What happens to waiting callers when nobody is signed in any more. */
  readonly lastAgentLeaves: 'stay' | 'overflow';
  readonly agentIds: readonly AgentId[];
}

export interface AgentSettings {
  readonly agentId: AgentId;
  /** Levels 0-9, 9 best; a skill that is absent is not had. */
  readonly skills: ReadonlyMap<SkillId, number>;
}

/** Skills that are decremented together: on, lower levels serve when the better are busy; off, callers wait for the best level signed in. */
export interface SkillGroupSettings {
  readonly groupId: string;
  readonly skillIds: readonly SkillId[];
  readonly autoDecrement: boolean;
}

export interface RequiredSkill {
  readonly skillId: SkillId;
  readonly minimumLevel: number;
  /** After this long in the line the skill is no longer required; null never relaxes. */
  readonly relaxAfterSeconds: number | null;
}

/** What the agent does after a conversation, decided by the campaign of the call. */
export interface AfterCall {
  /** 0 is none; null lasts until the agent ends it. */
  readonly wrapUpSeconds: number | null;
  readonly conventionalPauseSeconds: number;
  /** A pause that starts with wrap-up ends at the later of the two ends. */
  readonly conventionalPauseStarts: 'with-wrap-up' | 'after-wrap-up';
}

/** The limits tested on arrival; null is no limit. Both comparisons are strict: the limit itself is still admitted. */
export interface AdmissionLimits {
  readonly campaignId: CampaignId;
  /** Overflow when the estimated wait is greater. Nobody signed in counts as infinite; an unknown wait never triggers. */
  readonly waitSeconds: number | null;
  /** Overflow when the number already waiting in the queue, all its campaigns together and without this caller, is greater. */
  readonly queueLength: number | null;
}
