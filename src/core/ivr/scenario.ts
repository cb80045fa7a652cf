/**
 * An IVR scenario as it was found right: every property is there, and every node it names exists. `validateScenario` makes one of a JSON
 * document; docs/ivr.md tells the document's writer what each property does.
 */
export interface IvrScenario {
  readonly name: string;
  /** In which builtin sounds are spoken, unless a node says otherwise. */
  readonly language: IvrLanguage;
  /** Variables that the scenario of which this one is a part has set; without such a one they are empty. */
  readonly inputs: readonly string[];
  /** The first node. */
  readonly start: string;
  readonly nodes: Readonly<Record<string, IvrNode>>;
}

export type IvrLanguage = 'fr' | 'en';

/** A scenario with every scenario it leads to, as they were at one moment: a call goes on with what it began with. */
export interface IvrProgram {
  readonly scenarioId: string;
  readonly scenarios: Readonly<Record<string, IvrScenario>>;
}

/** One thing the caller hears: a sound of the library, or something spoken whose value is a template. */
export type PromptPart = { readonly audioId: string } | { readonly say: SpokenAs; readonly value: string };

/** `number`: forty-two; `digits`: four, two; `text`: by a synthesiser. */
export type SpokenAs = 'number' | 'digits' | 'text';

export type IvrNode =
  | PlayNode
  | SayNode
  | MenuNode
  | GatherNode
  | BranchNode
  | SetNode
  | HttpNode
  | EnqueueNode
  | TransferNode
  | VoicemailNode
  | CallbackNode
  | HangUpNode
  | SubScenarioNode
  | EndNode;

export type IvrNodeType = IvrNode['type'];

export interface PlayNode {
  readonly type: 'play';
  readonly audioIds: readonly string[];
  /** Whether a key ends it; the key then counts for the next menu or gather. */
  readonly interruptible: boolean;
  readonly next: string;
}

export interface SayNode {
  readonly type: 'say';
  readonly what: SpokenAs;
  /** Template. */
  readonly value: string;
  /** Null: the scenario's. */
  readonly language: IvrLanguage | null;
  readonly interruptible: boolean;
  readonly next: string;
}

export interface MenuChoice {
  /** One of 0-9, * and #. */
  readonly key: string;
  /** For people: the diagram and the timeline show it. */
  readonly label: string | null;
  readonly next: string;
}

export interface MenuNode {
  readonly type: 'menu';
  readonly prompt: readonly PromptPart[];
  /** Heard before the prompt is repeated after a key that is no choice; empty: nothing. */
  readonly invalidPrompt: readonly PromptPart[];
  readonly choices: readonly MenuChoice[];
  readonly timeoutSeconds: number;
  /** How many times more the caller is asked; 0: once in all. */
  readonly retries: number;
  /** When the last attempt ended without a key. */
  readonly onTimeout: string;
  /** When the last attempt ended with a key that is no choice. */
  readonly onInvalid: string;
  /** Variable that keeps the key. */
  readonly variable: string | null;
  /** Name under which the key is stored with the call. */
  readonly answer: string | null;
}

export type GatherCheck =
  | { readonly kind: 'digits' }
  | { readonly kind: 'date'; readonly order: 'ddmmyyyy' | 'mmddyyyy' | 'yyyymmdd' | 'ddmmyy' }
  | { readonly kind: 'phone' }
  /** A card or company number whose last digit is a check digit. */
  | { readonly kind: 'luhn' };

export interface GatherNode {
  readonly type: 'gather';
  readonly prompt: readonly PromptPart[];
  readonly invalidPrompt: readonly PromptPart[];
  readonly variable: string;
  readonly minDigits: number;
  readonly maxDigits: number;
  /** The key that ends the entry early; it is no part of it. `none`: only the length and the time end it. */
  readonly terminator: '#' | '*' | 'none';
  readonly firstDigitTimeoutSeconds: number;
  readonly betweenDigitsTimeoutSeconds: number;
  readonly retries: number;
  readonly check: GatherCheck;
  /** What is gathered appears in no log and no timeline. */
  readonly secret: boolean;
  readonly answer: string | null;
  readonly ok: string;
  readonly failed: string;
}

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export type Comparison = 'equals' | 'differs' | 'starts-with' | 'less-than' | 'at-most' | 'more-than' | 'at-least' | 'empty' | 'present';

export type Condition =
  | { readonly kind: 'variable'; readonly name: string; readonly is: Comparison; /** Template. */ readonly value: string }
  /** The caller's number begins with one of these, or, with `withheld`, there is none. */
  | { readonly kind: 'caller'; readonly prefixes: readonly string[]; readonly withheld: boolean }
  | { readonly kind: 'did'; readonly numbers: readonly string[] }
  /** The clock on the wall of that zone: `from` included and `to` excluded, HH:MM. */
  | {
      readonly kind: 'time';
      readonly timeZone: string;
      readonly days: readonly Weekday[];
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'calendar'; readonly workScheduleId: string; readonly is: 'open' | 'closed' };

export interface BranchCase {
  /** All must hold. */
  readonly when: readonly Condition[];
  readonly next: string;
}

export interface BranchNode {
  readonly type: 'branch';
  /** The first whose conditions hold is taken. */
  readonly cases: readonly BranchCase[];
  readonly else: string;
}

export interface SetNode {
  readonly type: 'set';
  readonly variable: string;
  /** Template. */
  readonly value: string;
  readonly next: string;
}

export type JsonTemplate = string | number | boolean | null | readonly JsonTemplate[] | { readonly [key: string]: JsonTemplate };

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpNode {
  readonly type: 'http';
  readonly method: HttpMethod;
  /** Template after the host: what a caller types cannot choose who is asked. */
  readonly url: string;
  /** Values are templates. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; its texts are templates. Null: no body. */
  readonly body: JsonTemplate;
  readonly timeoutSeconds: number;
  /** Which variable gets what the path finds in the answer. */
  readonly result: Readonly<Record<string, string>>;
  readonly ok: string;
  readonly failed: string;
}

export interface SkillRequirement {
  readonly skillId: string;
  readonly minimumLevel: number;
}

export interface EnqueueNode {
  readonly type: 'enqueue';
  /** Added to the campaign's priority. */
  readonly priorityOffset: number;
  /** Besides those of the campaign. */
  readonly skills: readonly SkillRequirement[];
  /** Null: the campaign's. */
  readonly queueId: string | null;
}

export interface TransferNode {
  readonly type: 'transfer';
  /** Template. */
  readonly number: string;
  /** When the number is busy, does not answer or may not be called. */
  readonly failed: string;
}

export interface VoicemailNode {
  readonly type: 'voicemail';
}

export interface CallbackNode {
  readonly type: 'callback';
}

export interface HangUpNode {
  readonly type: 'hang-up';
  /** Heard first; empty: nothing. */
  readonly prompt: readonly PromptPart[];
}

export interface SubScenarioNode {
  readonly type: 'sub-scenario';
  readonly scenarioId: string;
  /** Where it goes on when the other scenario reaches an `end`. */
  readonly next: string;
}

/** The scenario is through: the campaign goes on, or the scenario that this one is a part of. */
export interface EndNode {
  readonly type: 'end';
}
