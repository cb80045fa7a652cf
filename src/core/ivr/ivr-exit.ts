import type { IvrState } from './ivr-state.js';
import type { SkillRequirement } from './scenario.js';

/** What the call does next; the caller hanging up is no outcome, it unwinds the scenario. */
export type IvrExit =
  | {
      readonly exit: 'enqueue';
      /** Added to the campaign's priority. */
      readonly priorityOffset: number;
      /** Besides those of the campaign. */
      readonly skills: readonly SkillRequirement[];
      /** Null: the campaign's. */
      readonly queueId: string | null;
    }
  /** When the number cannot be reached, the scenario goes on with `otherwise`. */
  | { readonly exit: 'transfer'; readonly number: string; readonly otherwise: IvrState }
  | { readonly exit: 'voicemail' }
  | { readonly exit: 'callback' }
  /** The scenario has served the caller; what it had to say was said. */
  | { readonly exit: 'hang-up' }
  /** The campaign goes on as if there were no scenario. */
  | { readonly exit: 'done' };

export type IvrResult = IvrExit & {
  /** To be stored with the call. Rows of digits that may be card numbers are masked. */
  readonly answers: Readonly<Record<string, string>>;
  /** As they are: they may hold what is secret. */
  readonly variables: Readonly<Record<string, string>>;
};
