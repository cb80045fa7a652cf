import type { IvrNodeType } from './scenario.js';

/** Where in which scenario something was decided. */
interface At {
  readonly scenarioId: string;
  readonly nodeId: string;
}

/** One thing that a scenario decided, with what it was based on; keys and values that may not be shown are masked. */
export type IvrFact = At &
  (
    | { readonly type: 'node-entered'; readonly node: IvrNodeType }
    | {
        readonly type: 'keys-collected';
        readonly keys: string;
        /** `accepted`: a choice, or what was asked for; the others count as an attempt. */
        readonly outcome: 'accepted' | 'invalid' | 'silent';
        readonly attempt: number;
      }
    | { readonly type: 'branch-taken'; /** Which case held, from 0; null: none. */ readonly chosen: number | null; readonly next: string }
    | { readonly type: 'variable-set'; readonly variable: string; readonly value: string }
    | { readonly type: 'http-answered'; readonly outcome: 'ok' | 'failed'; readonly reason: string; readonly seconds: number }
    /** The value was neither a number nor digits: nothing was said. */
    | { readonly type: 'not-spoken'; readonly value: string }
    /** The caller was to be transferred to something that is no number. */
    | { readonly type: 'no-number'; readonly number: string }
    /** The scenario was stopped, and the campaign goes on. */
    | { readonly type: 'scenario-cut-short'; readonly reason: CutShort }
  );

/** `missing-node`: the scenario changed since it was begun; `silence`: nobody answers; `steps`: it goes round. */
export type CutShort = 'missing-scenario' | 'missing-node' | 'silence' | 'steps';
