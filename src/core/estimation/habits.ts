import type { CampaignId } from '../kernel/ids.js';
import type { Effort } from './engagement.js';
import type { LineState } from './line-state.js';
import type { ServiceHistory } from './service-history.js';
import type { StaffHabits } from './staffing.js';
import type { SurvivalCurve } from './survival-curve.js';

/** What people do, campaign by campaign, as the history knows it at one instant. */
export interface Habits {
  effortOf(campaignId: CampaignId | null): Effort;
  /** Null when nobody gives up. */
  patienceOf(campaignId: CampaignId): SurvivalCurve | null;
  /** Null while too few were seen to leave and come back: everybody at work is taken to stay. */
  readonly staff: StaffHabits | null;
}

/** Null while too few conversations have ended to say how long they last. */
export function habitsIn(line: LineState, history: ServiceHistory, staff: StaffHabits | null): Habits | null {
  const underWay = line.agents.filter(({ stage }) => stage === 'talking');
  const anyTalk = history.talkOf(null, underWay);
  if (anyTalk === null) return null;
  return {
    effortOf: remembered((campaignId: CampaignId | null) => {
      const talk = history.talkOf(campaignId, underWay) ?? anyTalk;
      return { ringSeconds: history.ringSecondsOf(campaignId), talk, rest: history.restOf(campaignId) };
    }),
    patienceOf: remembered((campaignId: CampaignId) => history.patienceOf(campaignId)),
    staff,
  };
}

/** Asks once for each campaign: a line has many callers of few. */
function remembered<Key, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const answers = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const known = answers.get(key) ?? { value: answer(key) };
    answers.set(key, known);
    return known.value;
  };
}
