/** What happens to a caller who is not kept in the line. */
export interface StrategySettings {
  readonly kind: 'deterrent' | 'reroute' | 'callback' | 'voicemail';
  /** The deterrent message, also after a reroute that failed; null is the built-in one. */
  readonly audioId: string | null;
  /** A scenario instead of the deterrent message. */
  readonly scenarioId: string | null;
  /** Where a reroute leads, E.164. */
  readonly number: string | null;
}

/** The part of a campaign that is one document in the database. */
export interface CampaignSettings {
  readonly priority: number;
  readonly language: 'fr' | 'en';
  readonly recording: {
    readonly mode: 'none' | 'all' | 'dispositions';
    readonly dispositionCodes: readonly string[];
    /** Null keeps recordings for ever. */
    readonly retentionDays: number | null;
    readonly consentAudioId: string | null;
  };
  readonly ivr: { readonly beforeQueueId: string | null; readonly afterAgentHangupId: string | null };
  readonly displayedNumber: {
    readonly kind: 'trunk' | 'specific' | 'by-prefix';
    readonly number: string | null;
    readonly forced: boolean;
    readonly byPrefix: readonly { readonly prefix: string; readonly number: string }[];
  };
  readonly wrapUpSeconds: number | null;
  readonly conventionalPause: { readonly seconds: number; readonly starts: 'with-wrap-up' | 'after-wrap-up' };
  readonly messages: {
    readonly welcomeAudioId: string | null;
    readonly welcomeBeforeAnswer: boolean;
    readonly ewtAudioId: string | null;
    readonly announceEwt: boolean;
    /** The share of callers who should wait no longer than announced. */
    readonly ewtCaution: number;
    readonly announcePosition: boolean;
    readonly holdAudioId: string | null;
    readonly whisperAudioId: string | null;
    readonly menuAudioId: string | null;
    readonly menuScenarioId: string | null;
    readonly loopSeconds: number;
  };
  readonly opening: {
    readonly workScheduleId: string | null;
    readonly holidayGroupId: string | null;
    readonly closedAudioId: string | null;
    readonly whenClosed: 'hang-up' | 'voicemail' | 'callback' | 'reroute';
    readonly rerouteNumber: string | null;
    readonly waitingAtClose: 'serve' | 'overflow';
  };
  readonly overflow: {
    readonly waitSeconds: number | null;
    readonly loops: number | null;
    readonly queueLength: number | null;
    readonly strategy: StrategySettings;
    /** Null is the strategy above. */
    readonly perCriterion: Readonly<Record<'wait' | 'loops' | 'queueLength' | 'menu', StrategySettings | null>>;
  };
  readonly voicemail: {
    readonly greetingAudioId: string | null;
    readonly maxSeconds: number;
    readonly minSeconds: number;
    /** Null: messages never move. */
    readonly overflowAfterHours: number | null;
    readonly overflowQueueId: string | null;
  };
  readonly callback: {
    readonly promptAudioId: string | null;
    readonly greetingAudioId: string | null;
    readonly maxAttempts: number;
    readonly retryAfterSeconds: number;
    readonly expiresAfterHours: number;
    readonly dialFirst: 'agent' | 'customer';
    readonly recoverLost: 'off' | 'propose' | 'automatic';
    readonly deadline: { readonly relativeHours: number | null; readonly date: string | null };
  };
  readonly skills: readonly { readonly skillId: string; readonly minimumLevel: number; readonly relaxAfterSeconds: number | null }[];
  readonly scriptId: string | null;
  readonly dispositionGroupId: string | null;
  readonly callingHoursId: string | null;
}

/** A campaign without its numbers. */
export interface CampaignDocument extends CampaignSettings {
  readonly name: string;
  readonly state: 'running' | 'stopped';
  readonly queueId: string | null;
}

export interface Difference {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A strategy whose maker says nothing: the built-in deterrent message. */
export const PLAIN_STRATEGY: StrategySettings = { kind: 'deterrent', audioId: null, scenarioId: null, number: null };

/** What a campaign is where its maker says nothing, and the campaign defaults neither. */
export function campaignDefaults(language: 'fr' | 'en'): CampaignSettings {
  return {
    priority: 0,
    language,
    recording: { mode: 'none', dispositionCodes: [], retentionDays: 90, consentAudioId: null },
    ivr: { beforeQueueId: null, afterAgentHangupId: null },
    displayedNumber: { kind: 'trunk', number: null, forced: false, byPrefix: [] },
    wrapUpSeconds: 30,
    conventionalPause: { seconds: 0, starts: 'with-wrap-up' },
    messages: {
      welcomeAudioId: null,
      welcomeBeforeAnswer: true,
      ewtAudioId: null,
      announceEwt: true,
      ewtCaution: 0.7,
      announcePosition: false,
      holdAudioId: null,
      whisperAudioId: null,
      menuAudioId: null,
      menuScenarioId: null,
      loopSeconds: 30,
    },
    opening: {
      workScheduleId: null,
      holidayGroupId: null,
      closedAudioId: null,
      whenClosed: 'hang-up',
      rerouteNumber: null,
      waitingAtClose: 'serve',
    },
    overflow: {
      waitSeconds: null,
      loops: null,
      queueLength: null,
      strategy: PLAIN_STRATEGY,
      perCriterion: { wait: null, loops: null, queueLength: null, menu: null },
    },
    voicemail: { greetingAudioId: null, maxSeconds: 180, minSeconds: 2, overflowAfterHours: 24, overflowQueueId: null },
    callback: {
      promptAudioId: null,
      greetingAudioId: null,
      maxAttempts: 3,
      retryAfterSeconds: 300,
      expiresAfterHours: 48,
      dialFirst: 'agent',
      recoverLost: 'off',
      deadline: { relativeHours: null, date: null },
    },
    skills: [],
    scriptId: null,
    dispositionGroupId: null,
    callingHoursId: null,
  };
}

/** Settings saved before some of them existed, with what those were then: nothing. */
export function completed(settings: CampaignSettings): CampaignSettings {
  return laidOver(campaignDefaults(settings.language), settings);
}

/** `base` with `changes` laid over it, each strategy written out in full. */
export function laidOver(base: CampaignSettings, changes: object): CampaignSettings {
  const merged = overlay(base, changes);
  const { wait, loops, queueLength, menu } = merged.overflow.perCriterion;
  const full = (strategy: StrategySettings | null): StrategySettings | null =>
    strategy === null ? null : overlay(PLAIN_STRATEGY, strategy);
  const perCriterion = { wait: full(wait), loops: full(loops), queueLength: full(queueLength), menu: full(menu) };
  return { ...merged, overflow: { ...merged.overflow, perCriterion } };
}

/** What was asked for, with the skills written out in full. */
export function withSkills<T extends { skills?: readonly SkillDraft[] }>({ skills, ...rest }: T): object {
  if (skills === undefined) return rest;
  const full = skills.map(({ skillId, minimumLevel = 0, relaxAfterSeconds = null }) => ({ skillId, minimumLevel, relaxAfterSeconds }));
  return { ...rest, skills: full };
}

interface SkillDraft {
  readonly skillId: string;
  readonly minimumLevel?: number;
  readonly relaxAfterSeconds?: number | null;
}

type Plain = Record<string, unknown>;

/** `base` with `changes` laid over it: objects are merged, everything else is replaced, what is undefined is left alone. */
export function overlay<T extends object>(base: T, changes: object): T {
  const merged: Plain = { ...(base as Plain) };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? overlay<object>(before, value) : value;
  }
  return merged as unknown as T;
}

/** What differs between two documents, by JSON path; lists are compared whole. */
export function differences(from: object, to: object, prefix = ''): Difference[] {
  const before = from as Plain;
  const after = to as Plain;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [was, is] = [before[key] ?? null, after[key] ?? null];
    const path = prefix + key;
    if (isObject(was) && isObject(is)) return differences(was, is, `${path}.`);
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, from: was, to: is }];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
