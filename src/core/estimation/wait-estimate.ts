import type { CampaignId } from '../kernel/ids.js';
import type { Effort } from './engagement.js';
import { LinePlay } from './line-play.js';
import type { LineState } from './line-state.js';
import { Lots } from './lots.js';
import type { ServiceHistory } from './service-history.js';

/** Four of five callers wait between `low` and `high`; `seconds` is what they wait on average. */
export interface WaitEstimate {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** Short lines are cheap to play and vary most, so they are played oftenest: `plays` courses up to a line of this many people. */
const PLAYS = [
  { people: 40, lots: new Lots(32) },
  { people: 100, lots: new Lots(16) },
  { people: Infinity, lots: new Lots(8) },
] as const;

/** Nine callers of ten are below the mean plus this many standard deviations of the normal law. */
const ONE_IN_TEN = 1.2816;

export function estimateWait(line: LineState, history: ServiceHistory): WaitEstimate | null {
  const efforts = new Map<CampaignId | null, Effort>();
  const talk = history.talkOf(null);
  if (talk === null) return null;
  const effortOf = (campaignId: CampaignId | null): Effort => {
    const known = efforts.get(campaignId);
    if (known !== undefined) return known;
    const effort = {
      ringSeconds: history.ringSeconds,
      talk: history.talkOf(campaignId) ?? talk,
      rest: history.restOf(campaignId),
    };
    efforts.set(campaignId, effort);
    return effort;
  };
  const people = line.agents.length + line.ahead.length;
  const { lots } = PLAYS.find((choice) => people <= choice.people) ?? PLAYS[2];
  const course = new LinePlay(line, history, effortOf, lots);
  const waits = Array.from({ length: lots.plays }, (_, play) => course.wait(play));
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  if (!Number.isFinite(mean)) return null;
  const spread = waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / (waits.length - 1) / line.thinning;
  return rangeAround(mean * line.stretch, spread * line.stretch, history);
}

/** The range of a gamma law with this mean and variance (Wilson & Hilferty 1931), the doubt about the mean itself included. */
function rangeAround(seconds: number, variance: number, history: ServiceHistory): WaitEstimate {
  if (seconds <= 0) return { seconds: 0, low: 0, high: 0 };
  const relative = variance / seconds ** 2 + 1 / history.conversations;
  const at = (deviations: number): number => seconds * Math.max(0, 1 - relative / 9 + (deviations * Math.sqrt(relative)) / 3) ** 3;
  return { seconds: seconds + history.ringSeconds, low: at(-ONE_IN_TEN) + history.ringSeconds, high: at(ONE_IN_TEN) + history.ringSeconds };
}
