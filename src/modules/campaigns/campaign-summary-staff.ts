import type { Finding, SummaryFacts, TeamMember } from './campaign-summary-facts.js';

type RequiredSkill = SummaryFacts['campaign']['skills'][number];

/** What there is to say of the queue, the agents and their skills. */
export function staffFindings(facts: SummaryFacts): Finding[] {
  const { queue } = facts;
  const required = facts.campaign.skills;
  if (queue === null) {
    return [
      { element: 'queue', code: 'no-queue', with: { path: 'queueId' } },
      { element: 'agents', code: 'agents-without-queue', with: {} },
      { element: 'skills', code: required.length === 0 ? 'no-skill-required' : 'skills-covered', with: {} },
    ];
  }
  return [{ element: 'queue', code: 'queue-set', with: { queue: queue.code } }, agents(queue), ...skills(facts, queue.team)];
}

function agents({ code: queue, team }: NonNullable<SummaryFacts['queue']>): Finding {
  const say = (code: Finding['code'], values: Finding['with']): Finding => ({ element: 'agents', code, with: values });
  const present = team.filter(({ signedIn }) => signedIn);
  if (team.length === 0) return say('no-agent-in-queue', { queue });
  if (present.length === 0) return say('nobody-signed-in', { count: team.length });
  if (present.every(({ paused }) => paused)) return say('everybody-paused', { count: present.length });
  if (present.every(({ phoneReachable }) => !phoneReachable)) return say('no-phone-reachable', {});
  return say('agents-ready', { count: present.length, total: team.length });
}

function skills({ campaign, skillName }: SummaryFacts, team: readonly TeamMember[]): Finding[] {
  const required = campaign.skills;
  if (required.length === 0) return [{ element: 'skills', code: 'no-skill-required', with: {} }];
  const present = team.filter(({ signedIn }) => signedIn);
  const found = required.flatMap((skill, index): Finding[] => {
    const values = { skill: skillName(skill.skillId), level: skill.minimumLevel, path: `skills[${index}]` };
    if (!team.some((member) => has(member, skill))) return [{ element: 'skills', code: 'skill-nobody-has', with: values }];
    // With nobody there at all, that is what is to be said, and it is said of the agents.
    if (present.length === 0 || present.some((member) => has(member, skill))) return [];
    return [{ element: 'skills', code: 'skill-nobody-signed-in', with: values }];
  });
  if (found.length > 0) return found;
  const together = team.some((member) => required.every((skill) => has(member, skill)));
  return [{ element: 'skills', code: together ? 'skills-covered' : 'skills-nobody-has-all', with: {} }];
}

function has({ levels }: TeamMember, { skillId, minimumLevel }: RequiredSkill): boolean {
  const level = levels.get(skillId);
  return level !== undefined && level >= minimumLevel;
}
