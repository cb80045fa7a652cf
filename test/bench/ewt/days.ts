import { accuracyOf } from './accuracy.js';
import { record } from './recording.js';
import { RIVALS, type Rival } from './rivals.js';
import { byTurns } from './staffed.js';
import {
  arrivals,
  chanceOf,
  exponential,
  HOUR,
  inOrder,
  lognormal,
  markovian,
  sharing,
  single,
  steady,
  type Lot,
  type Traffic,
} from './traffic-making.js';

/** Short days, from an empty history to the evening. */
const DAYS: readonly ((chance: Lot) => Traffic)[] = [
  (chance) => markovian(3, 0.9, 6, chance),
  (chance) => markovian(10, 0.95, 4, chance),
  (chance) => markovian(40, 0.99, 2, chance),
  (chance) => single('lognormal service, variation 1.2', 8, 6, { rate: steady(0.041), service: lognormal(180, 1.2) }, 0.041, chance),
  (chance) => single('lognormal service, variation 0.4', 6, 8, { rate: steady(0.031), service: lognormal(180, 0.4) }, 0.031, chance),
  (chance) => single('abandonment', 10, 5, { rate: steady(0.07), service: lognormal(180, 1), patience: exponential(150) }, 0.07, chance),
  (chance) => {
    const service = (lot: Lot, at: number): number => lognormal(at < 4 * HOUR ? 150 : 250, 1)(lot);
    return single('conversations longer at noon', 10, 8, { rate: steady(0.04), service, patience: exponential(900) }, 0.04, chance);
  },
  (chance) =>
    sharing(
      { a: 2, ab: 2, b: 1 },
      4,
      { perSecond: 0.014, service: lognormal(200, 1), patience: exponential(900) },
      { perSecond: 0.008, service: lognormal(250, 1), patience: exponential(900) },
      chance,
    ),
  withBreaks,
];

/** Ten agents, each away for some twenty minutes every hour and a half. */
function withBreaks(chance: Lot): Traffic {
  const turns = byTurns(10, 8, { work: 5400, away: 1200 }, chance);
  const campaign = { name: 'A', rate: steady(0.04), service: lognormal(200, 1) };
  return { name: 'agents in and out', events: inOrder(turns, arrivals(campaign, 8 * HOUR, 0.04, chance)) };
}

/** Of so many days, how many each of the others ended with a smaller error than ours. */
export interface DaysAhead {
  readonly traffic: string;
  readonly days: number;
  readonly ahead: Readonly<Record<Rival, number>>;
  /** Days on which one of them was ahead by more than a hundredth, and our error over that of the best of them: the geometric mean over the days. */
  readonly clearlyAhead: number;
  readonly ratio: number;
  readonly inRange: number;
}

export function daysAhead(seed: number, days: number): DaysAhead[] {
  return DAYS.map((make, kind) => {
    const ahead: Record<Rival, number> = { appQueue: 0, lastFive: 0, positionAht: 0, les: 0, hol: 0 };
    const ratios: number[] = [];
    let inRange = 0;
    let traffic = '';
    for (let day = 1; day <= days; day += 1) {
      const { name, events } = make(chanceOf(seed, 1000 * day + kind));
      const { relativeRmse, inRange: share } = accuracyOf(record(events).calls);
      for (const rival of RIVALS) if (relativeRmse[rival] < relativeRmse.ours) ahead[rival] += 1;
      ratios.push(relativeRmse.ours / Math.min(...RIVALS.map((rival) => relativeRmse[rival])));
      inRange += share / days;
      traffic = name;
    }
    const ratio = Math.exp(ratios.reduce((sum, each) => sum + Math.log(each), 0) / days);
    return { traffic, days, ahead, clearlyAhead: ratios.filter((each) => each > 1.01).length, ratio, inRange };
  });
}
