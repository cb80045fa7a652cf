import type { SkillId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { QueueEntry } from './floor-events.js';
import type { RequiredSkill } from './floor-settings.js';

/** A skill that is required now, whatever happens later. */
export interface SkillFloor {
  readonly skillId: SkillId;
  readonly minimumLevel: number;
}

/** Skills all of which are required, in one canonical order: two requirements that ask for the same have the same key. */
export interface Requirement {
  readonly key: string;
  readonly skills: readonly SkillFloor[];
}

const NOTHING_REQUIRED: Requirement = { key: '', skills: [] };

/** The callers of one campaign share one immutable list, which is worked out once. */
const worked = new WeakMap<readonly SkillFloor[], Requirement>();

/** What an agent must have: each skill once, with the highest of the levels asked for it. */
export function requirementOf(required: readonly SkillFloor[]): Requirement {
  if (required.length === 0) return NOTHING_REQUIRED;
  let requirement = worked.get(required);
  if (requirement === undefined) worked.set(required, (requirement = workOut(required)));
  return requirement;
}

function workOut(required: readonly SkillFloor[]): Requirement {
  const levels = new Map<SkillId, number>();
  for (const { skillId, minimumLevel } of required) levels.set(skillId, Math.max(minimumLevel, levels.get(skillId) ?? 0));
  const skills = [...levels].map(([skillId, minimumLevel]) => ({ skillId, minimumLevel }));
  skills.sort((a, b) => (a.skillId < b.skillId ? -1 : 1));
  return { key: skills.map(keyOf).join(','), skills };
}

/** The length keeps apart ids that contain whatever separates them. */
function keyOf({ skillId, minimumLevel }: SkillFloor): string {
  return `${minimumLevel}:${skillId.length}:${skillId}`;
}

/** From when on the time counts after which skills are relaxed: neither talk nor a night at home is time in this line. */
export function relaxingSince({ hereSince, queuedAt }: Pick<QueueEntry, 'hereSince' | 'queuedAt'>): Instant {
  return hereSince ?? queuedAt;
}

/** Of the skills required on entry, those still required at `now` by a caller who stands in the line since `since`. */
export function stillRequired(required: readonly RequiredSkill[], since: Instant, now: Instant): readonly RequiredSkill[] {
  // The same list when nothing is relaxed: it is recognised by identity.
  return required.some((skill) => isRelaxed(skill, since, now)) ? required.filter((skill) => !isRelaxed(skill, since, now)) : required;
}

/** When the next of these skills stops being required; null when none ever does. */
export function nextRelaxation(required: readonly RequiredSkill[], since: Instant): Instant | null {
  let next: Instant | null = null;
  for (const { relaxAfterSeconds } of required) {
    if (relaxAfterSeconds === null) continue;
    const at = since + seconds(relaxAfterSeconds);
    if (next === null || at < next) next = at;
  }
  return next;
}

/** What is still required from an instant on. */
export interface Relaxation {
  readonly at: Instant;
  readonly required: readonly RequiredSkill[];
}

/** All that is yet to be relaxed of these, in order. */
export function relaxations(required: readonly RequiredSkill[], since: Instant): readonly Relaxation[] {
  const all: Relaxation[] = [];
  let left = required;
  for (let at = nextRelaxation(left, since); at !== null; at = nextRelaxation(left, since)) {
    left = stillRequired(left, since, at);
    all.push({ at, required: left });
  }
  return all;
}

function isRelaxed(skill: RequiredSkill, since: Instant, now: Instant): boolean {
  return skill.relaxAfterSeconds !== null && since + seconds(skill.relaxAfterSeconds) <= now;
}

/** Whether the agent has every skill at its minimum level. Level 0 is had; an absent skill is not. */
export function meets(levels: ReadonlyMap<SkillId, number>, skills: readonly SkillFloor[]): boolean {
  return skills.every(({ skillId, minimumLevel }) => {
    const level = levels.get(skillId);
    return level !== undefined && level >= minimumLevel;
  });
}

/** Levels are 0-9: a sum stays below this for more skills than anybody has. */
const SUMS = 100_000;
/** More than any rank. */
export const RANKS = 10 * SUMS;

/** How good an agent is for these skills, the larger the better: the lowest of the levels first, then their sum. 0 when none is asked. */
export function rankFor(levels: ReadonlyMap<SkillId, number>, skills: readonly SkillFloor[]): number {
  if (skills.length === 0) return 0;
  let lowest = Infinity;
  let sum = 0;
  for (const { skillId } of skills) {
    const level = levels.get(skillId) ?? 0;
    lowest = Math.min(lowest, level);
    sum += level;
  }
  return lowest * SUMS + sum;
}
