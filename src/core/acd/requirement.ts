import type { SkillId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
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

/** What an agent must have: each skill once, with the highest of the levels asked for it. */
export function requirementOf(required: readonly SkillFloor[]): Requirement {
  if (required.length === 0) return NOTHING_REQUIRED;
  const levels = new Map<SkillId, number>();
  for (const { skillId, minimumLevel } of required) levels.set(skillId, Math.max(minimumLevel, levels.get(skillId) ?? 0));
  const skills = [...levels].map(([skillId, minimumLevel]) => ({ skillId, minimumLevel }));
  if (skills.length > 1) skills.sort((a, b) => (a.skillId < b.skillId ? -1 : 1));
  // JSON keeps apart ids that contain whatever separator one could think of.
  return { key: JSON.stringify(skills.map((skill) => [skill.skillId, skill.minimumLevel])), skills };
}

/** Of the skills required on entry, those still required at `now` by a caller who waits since `queuedAt`. */
export function stillRequired(required: readonly RequiredSkill[], queuedAt: Instant, now: Instant): readonly RequiredSkill[] {
  return required.every((skill) => !isRelaxed(skill, queuedAt, now)) ? required : required.filter((s) => !isRelaxed(s, queuedAt, now));
}

/** When the next of these skills stops being required; null when none ever does. */
export function nextRelaxation(required: readonly RequiredSkill[], queuedAt: Instant): Instant | null {
  let next: Instant | null = null;
  for (const { relaxAfterSeconds } of required) {
    if (relaxAfterSeconds === null) continue;
    const at = queuedAt + seconds(relaxAfterSeconds);
    if (next === null || at < next) next = at;
  }
  return next;
}

function isRelaxed(skill: RequiredSkill, queuedAt: Instant, now: Instant): boolean {
  return skill.relaxAfterSeconds !== null && queuedAt + seconds(skill.relaxAfterSeconds) <= now;
}

/** Whether the agent has every skill at its minimum level. Level 0 is had; an absent skill is not. */
export function meets(levels: ReadonlyMap<SkillId, number>, skills: readonly SkillFloor[]): boolean {
  return skills.every(({ skillId, minimumLevel }) => {
    const level = levels.get(skillId);
    return level !== undefined && level >= minimumLevel;
  });
}

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
  // Levels are 0-9: a sum stays below this for more skills than anybody has.
  return lowest * 100_000 + sum;
}
