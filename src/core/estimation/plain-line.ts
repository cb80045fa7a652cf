import type { Effort } from './engagement.js';
import type { Habits } from './habits.js';
import type { BusyAgent, LineState } from './line-state.js';

/**
 * The effort of every call, when everybody at work is alike and nothing happens but conversations: were nobody to come or go, the line that queueing
 * theory knows exactly. Null for any other line.
 */
export function plainEffort(line: LineState, habits: Habits): Effort | null {
  const { campaignId, ownClass } = line;
  const effort = habits.effortOf(campaignId);
  const mine = 1 << ownClass;
  const plain =
    effort.ringSeconds === 0 &&
    line.overtakers.length === 0 &&
    atWork(line).every(
      (agent) =>
        agent.serves === mine &&
        agent.servesAskerIn === 0 &&
        agent.stage === 'talking' &&
        agent.campaignId === campaignId &&
        agent.afterCallSeconds === 0,
    ) &&
    line.ahead.every(
      (caller) =>
        caller.campaignId === campaignId && caller.afterCallSeconds === 0 && (caller.patient || habits.patienceOf(campaignId) === null),
    );
  return plain ? effort : null;
}

/** The mean wait in a plain line whose conversations follow the exponential law, if nobody comes or goes: n + 1 gaps of `talk / agents`. */
export function memorylessWait(line: LineState, meanTalk: number): number {
  return ((line.ahead.length + 1) * meanTalk) / atWork(line).length;
}

function atWork({ agents }: LineState): readonly BusyAgent[] {
  return agents.filter(({ stage }) => stage !== 'absent');
}
