/** The part of a campaign that is one document in the database. Grows with what campaigns can do. */
export interface CampaignSettings {
  readonly priority: number;
  readonly language: 'fr' | 'en';
  readonly wrapUpSeconds: number | null;
  readonly conventionalPause: { readonly seconds: number; readonly starts: 'with-wrap-up' | 'after-wrap-up' };
  readonly messages: {
    readonly welcomeAudioId: string | null;
    readonly welcomeBeforeAnswer: boolean;
    readonly holdAudioId: string | null;
    readonly loopSeconds: number;
  };
  readonly overflow: {
    readonly waitSeconds: number | null;
    readonly loops: number | null;
    readonly queueLength: number | null;
    readonly strategy: { readonly kind: 'deterrent'; readonly audioId: string | null };
  };
  readonly skills: readonly { readonly skillId: string; readonly minimumLevel: number; readonly relaxAfterSeconds: number | null }[];
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

/** What a campaign is where its maker says nothing. */
export function campaignDefaults(language: 'fr' | 'en'): CampaignSettings {
  return {
    priority: 0,
    language,
    wrapUpSeconds: 30,
    conventionalPause: { seconds: 0, starts: 'with-wrap-up' },
    messages: { welcomeAudioId: null, welcomeBeforeAnswer: true, holdAudioId: null, loopSeconds: 30 },
    overflow: { waitSeconds: null, loops: null, queueLength: null, strategy: { kind: 'deterrent', audioId: null } },
    skills: [],
  };
}

/** Settings saved before some of them existed, with what those were then: nothing. */
export function completed(settings: CampaignSettings): CampaignSettings {
  return overlay(campaignDefaults(settings.language), settings);
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
