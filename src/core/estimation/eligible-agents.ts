import type { Agent, Floor, Lane, Queue } from '../acd/floor-state.js';
import { mayServe, seatIn } from '../acd/lanes.js';
import { meets, rankFor, requirementOf, type Requirement } from '../acd/requirement.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Asker } from './asker.js';

/**
 * The agents who may serve the asker, of those who are `counted`, whatever they are doing now, each with the seconds until they may: 0, or until a
 * skill that they lack is relaxed.
 */
export function eligibleAgents(floor: Floor, asker: Asker, counted: (agent: Agent) => boolean, now: Instant): ReadonlyMap<Agent, number> {
  const members = [...asker.queue.members].filter(counted);
  const eligible = new Map<Agent, number>();
  for (const agent of servers(floor, asker.queue, asker.requirement, members)) eligible.set(agent, 0);
  for (const { at, required } of asker.relaxations) {
    const others = members.filter((agent) => !eligible.has(agent));
    for (const agent of servers(floor, asker.queue, requirementOf(required), others))
      eligible.set(agent, Math.max(0, at - now) / seconds(1));
  }
  return eligible;
}

/** Which of them may serve who requires this in the queue. */
function servers(floor: Floor, queue: Queue, requirement: Requirement, among: readonly Agent[]): readonly Agent[] {
  const lane = queue.lanes.get(requirement.key);
  return lane === undefined ? skilledFor(floor, requirement, among) : among.filter((agent) => isSeated(agent, lane));
}

function isSeated(agent: Agent, lane: Lane): boolean {
  const seat = seatIn(agent, lane);
  return seat !== undefined && mayServe(seat);
}

/** As the lane would choose, for a requirement that no caller had yet: of skills without decrement, the best who are at work. */
function skilledFor(floor: Floor, requirement: Requirement, among: readonly Agent[]): readonly Agent[] {
  const skilled = among.filter((agent) => meets(agent.settings.skills, requirement.skills));
  const strict = requirement.skills.filter(({ skillId }) => floor.strictSkills.has(skillId));
  const rank = (agent: Agent): number => rankFor(agent.settings.skills, strict);
  const bar = skilled.reduce((best, agent) => (agent.staffed ? Math.max(best, rank(agent)) : best), 0);
  return skilled.filter((agent) => rank(agent) >= bar);
}
