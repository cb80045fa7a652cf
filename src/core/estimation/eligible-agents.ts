import type { Agent, Floor, Lane } from '../acd/floor-state.js';
import { mayServe, seatIn } from '../acd/lanes.js';
import { meets, rankFor } from '../acd/requirement.js';
import type { Asker } from './asker.js';

/** The agents signed in who may serve the asker, whatever they are doing now. */
export function eligibleAgents(floor: Floor, asker: Asker): Set<Agent> {
  const signedIn = [...asker.queue.members].filter((agent) => agent.state !== 'signed-out');
  const lane = asker.queue.lanes.get(asker.requirement.key);
  return new Set(lane === undefined ? skilledFor(floor, asker, signedIn) : signedIn.filter((agent) => isSeated(agent, lane)));
}

function isSeated(agent: Agent, lane: Lane): boolean {
  const seat = seatIn(agent, lane);
  return seat !== undefined && mayServe(seat);
}

/** As the lane would choose, for a requirement that no caller had yet: of skills without decrement, the best who are at work. */
function skilledFor(floor: Floor, { requirement }: Asker, signedIn: readonly Agent[]): readonly Agent[] {
  const skilled = signedIn.filter((agent) => meets(agent.settings.skills, requirement.skills));
  const strict = requirement.skills.filter(({ skillId }) => floor.strictSkills.has(skillId));
  const rank = (agent: Agent): number => rankFor(agent.settings.skills, strict);
  const bar = skilled.reduce((best, agent) => (agent.staffed ? Math.max(best, rank(agent)) : best), 0);
  return skilled.filter((agent) => rank(agent) >= bar);
}
