import type { Instant } from '../kernel/time.js';
import type { Sound } from '../ports/telephony.js';
import type { IvrFact } from './ivr-fact.js';
import type { IvrState } from './ivr-state.js';
import type { HttpMethod, IvrLanguage } from './scenario.js';

/** One thing to be heard; a text needs a synthesiser. */
export type Utterance = { readonly sound: Sound } | { readonly text: string };

export interface IvrPrompt {
  readonly utterances: readonly Utterance[];
  /** Of the builtin sounds and texts in it. */
  readonly language: IvrLanguage;
  /** Whether a key stops it. */
  readonly interruptible: boolean;
  /** What is said may be written down nowhere. */
  readonly secret: boolean;
  /** Something that only this call knows is said. */
  readonly personal: boolean;
}

export interface KeysWanted {
  /** Heard first; a key stops it, and counts. Null when nothing is said. */
  readonly prompt: IvrPrompt | null;
  /** The entry is over with this many. */
  readonly maxDigits: number;
  /** The key that ends the entry and is no part of it; null: only length and time do. */
  readonly terminator: '#' | '*' | null;
  /** From the end of the prompt to the first key. */
  readonly firstDigitTimeoutSeconds: number;
  readonly betweenDigitsTimeoutSeconds: number;
  /** What is typed may be written down nowhere. */
  readonly secret: boolean;
}

export interface KeysPressed {
  /** 0-9, * and #, in order, without the terminator. */
  readonly keys: string;
  readonly ended: 'length' | 'terminator' | 'timeout';
}

export interface IvrHttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null: no body. */
  readonly body: string | null;
  readonly timeoutSeconds: number;
}

/** `failed` covers everything but an answer of 200 to 299 with a JSON body or none: unreachable, refused by the address rules, too late. */
export type IvrHttpAnswer =
  { readonly outcome: 'ok'; readonly status: number; readonly json: unknown } | { readonly outcome: 'failed'; readonly reason: string };

/**
 * What a scenario needs of the call that it runs in. No method answers that the caller has gone: the call's scope ends, and the promise
 * that the scenario waits for unwinds it.
 */
export interface IvrLine {
  /** E.164 where known; null when withheld. */
  readonly caller: string | null;
  /** E.164. */
  readonly did: string;
  now(): Instant;
  /** Plays to the end, or to the first key of an interruptible prompt, which then counts for the next `collect`. A missing sound is silence. */
  play(prompt: IvrPrompt): Promise<void>;
  /** Keys pressed since the last `collect`, while interruptible prompts were heard, come first. */
  collect(wanted: KeysWanted): Promise<KeysPressed>;
  http(request: IvrHttpRequest): Promise<IvrHttpAnswer>;
  /** Whether that work schedule is open now; null when it is no more. */
  scheduleOpen(workScheduleId: string): boolean | null;
  /** The scenario begins something that takes time: keeps where it is, without being waited for. */
  entered(state: IvrState): void;
  /** For the call's timeline: what may not be shown is masked already. */
  decided(fact: IvrFact): void;
}
