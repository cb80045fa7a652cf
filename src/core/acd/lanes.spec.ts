import { describe, expect, it } from '@jest/globals';
import { agentId, callId, FloorLab, queueId, requiring } from '../../../test/support/floor-lab.js';
import type { SkillId } from '../kernel/ids.js';
import type { Decision } from './decision.js';
import type { RequiredSkill } from './floor-settings.js';
import { decide } from './floor.js';
import { brokenInvariants } from './invariants.js';

const TEAM = ['ann', 'bob', 'cid', 'dan', 'eve'];

/** Counts how often somebody looks at a level. */
class WatchedLevels extends Map<SkillId, number> {
  looks = 0;

  override get(skillId: SkillId): number | undefined {
    this.looks += 1;
    return super.get(skillId);
  }
}

/** Of so many campaigns, what each requires: a skill of its own. */
function requirements(campaigns: number): RequiredSkill[][] {
  return Array.from({ length: campaigns }, (_, n) => requiring({ [`skill-${String(n)}`]: 1 }));
}

/** Everybody has all these skills and is free. */
function team(required: readonly RequiredSkill[][]): { readonly lab: FloorLab; readonly looks: () => number } {
  const lab = new FloorLab();
  const levels = TEAM.map(() => new WatchedLevels(required.flat().map(({ skillId }) => [skillId, 5])));
  for (const [n, skills] of levels.entries()) lab.decide({ type: 'agent-configured', agent: { agentId: agentId(TEAM[n] ?? ''), skills } });
  lab.queue({ agents: TEAM }).signIn(...TEAM);
  return { lab, looks: () => levels.reduce((sum, { looks }) => sum + looks, 0) };
}

/** Without the lab's own checks, which look at everybody. */
function enter(lab: FloorLab, name: string, requiredSkills: RequiredSkill[]): Decision {
  return decide(lab.floor, { type: 'caller-queued', entry: lab.entry(name, { requiredSkills }) }, lab.now);
}

function leave(lab: FloorLab, name: string): void {
  decide(lab.floor, { type: 'caller-left', callId: callId(name) }, lab.now);
}

const lanesOf = (lab: FloorLab): number => lab.floor.queues.get(queueId('q'))?.lanes.size ?? 0;

describe('A queue fed by many campaigns that each require something else', () => {
  it('offers their callers in turn without looking through the skills of the team again for each', () => {
    const required = requirements(200);
    const { lab, looks } = team(required);
    const offered = (name: string, requiredSkills: RequiredSkill[]): number => {
      const before = looks();
      expect(enter(lab, name, requiredSkills).orders[0]?.type).toBe('offer-call');
      leave(lab, name);
      return looks() - before;
    };
    for (const [n, skills] of required.entries()) expect(offered(`first-${String(n)}`, skills)).toBeGreaterThanOrEqual(TEAM.length);
    for (const [n, skills] of required.entries()) expect(offered(`second-${String(n)}`, skills)).toBe(0);
    expect(brokenInvariants(lab.floor)).toEqual([]);
  });

  it('forgets what nobody waits with any more, when they leave one by one', () => {
    const { lab } = team([]);
    for (const [n, requiredSkills] of requirements(600).entries()) {
      enter(lab, `c${String(n)}`, requiredSkills);
      leave(lab, `c${String(n)}`);
    }
    expect(lanesOf(lab)).toBeLessThanOrEqual(256);
  });

  it('forgets it when all of a crowd leave, and serves whoever requires it again', () => {
    const required = requirements(400);
    const { lab } = team([]);
    for (const [n, skills] of required.entries()) enter(lab, `c${String(n)}`, skills);
    expect(lanesOf(lab)).toBe(400);
    for (const n of required.keys()) leave(lab, `c${String(n)}`);
    expect(lanesOf(lab)).toBeLessThanOrEqual(256);
    lab.agent('ann', { 'skill-0': 3 });
    lab.call('again', { requiredSkills: required[0] ?? [] });
    expect(lab.state('ann')).toBe('offered again');
  });
});
