/** What a conversation came to: the conversion rate is the positive ones among the positive and argued ones. */
export type DispositionCategory = 'positive' | 'argued' | 'not-argued';

/** What an agent may say of a call. */
export interface DispositionPlan {
  readonly code: string;
  readonly label: string;
  readonly category: DispositionCategory;
  /** In the currency of the group; null: none is counted. */
  readonly profit: number | null;
  readonly countsForQuota: boolean;
  readonly details: readonly { readonly code: string; readonly label: string }[];
  /** Built in, the same in every group. */
  readonly system: boolean;
}

export interface DispositionGroupPlan {
  /** Null: the campaign has none, and the system's alone can be given. */
  readonly id: string | null;
  readonly version: number | null;
  readonly name: string | null;
  /** ISO 4217, of every profit in the group; null where there is no group. */
  readonly currency: string | null;
  readonly dispositions: readonly DispositionPlan[];
}

export interface QuestionPlan {
  /** The name of the answer; unique in the script. */
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'boolean' | 'choice' | 'choices' | 'date';
  /** Of `choice` and `choices`; else empty. */
  readonly options: readonly string[];
}

export interface ScriptPlan {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** The HTML is safe to show as it is. */
  readonly sections: readonly { readonly title: string; readonly html: string; readonly questions: readonly QuestionPlan[] }[];
}

/** What an agent is handed with a call of the campaign. */
export interface Briefing {
  readonly script: ScriptPlan | null;
  readonly dispositionGroup: DispositionGroupPlan;
}

/** Of a campaign that hands agents nothing. */
export const NO_BRIEFING: Briefing = {
  script: null,
  dispositionGroup: { id: null, version: null, name: null, currency: null, dispositions: [] },
};

/** As asked by the script: a text, a number, yes or no, the options chosen, a day as YYYY-MM-DD. */
export type ScriptAnswer = string | number | boolean | readonly string[];

/** What an agent said of a call, with a copy of all that was meant by it: later changes of the group do not rewrite the past. */
export interface Disposition {
  readonly code: string;
  readonly label: string;
  readonly detailCode: string | null;
  readonly detailLabel: string | null;
  readonly category: DispositionCategory;
  readonly profit: number | null;
  readonly currency: string | null;
  readonly countsForQuota: boolean;
  readonly note: string | null;
  /** By the key of the question. */
  readonly answers: Readonly<Record<string, ScriptAnswer>>;
}
