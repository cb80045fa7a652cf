import { atLunch, comingAndGoing, inShifts, restless } from './staffed.js';
import {
  arrivals,
  chanceOf,
  exponential,
  HOUR,
  hyperexponential,
  inOrder,
  lognormal,
  markovian,
  sharing,
  single,
  staff,
  steady,
  type Lot,
  type Traffic,
} from './traffic-making.js';

/** One line, one caller in four goes first. */
function priorities(chance: Lot): Traffic {
  const campaign = {
    priority: (lot: Lot) => (lot() < 0.25 ? 5 : 0),
    rate: steady(0.0475),
    service: lognormal(190, 1),
    patience: exponential(1500),
  };
  return single('priorities', 10, 150, campaign, 0.0475, chance);
}

/** Conversations that become others in the course of the traffic. */
function changes(chance: (number: number) => Lot): Traffic[] {
  const changing = (name: string, hours: number, meanAt: (at: number) => number, lot: Lot): Traffic => {
    const service = (drawn: Lot, at: number): number => lognormal(meanAt(at), 0.8)(drawn);
    return single(name, 10, hours, { rate: steady(0.045), service, patience: exponential(1500) }, 0.045, lot);
  };
  const day = (at: number): number => Math.sin((2 * Math.PI * at) / (12 * HOUR));
  return [
    changing('conversations a third longer from noon on', 40, (at) => (at < 20 * HOUR ? 180 : 240), chance(14)),
    changing('conversations half as long from noon on', 40, (at) => (at < 20 * HOUR ? 280 : 140), chance(15)),
    changing('conversations longer little by little', 40, (at) => 150 + 120 * (at / (40 * HOUR)), chance(16)),
    changing('conversations long by day, short by night', 60, (at) => 205 * (1 + 0.3 * day(at)), chance(17)),
  ];
}

/** Three campaigns of three priorities: of eleven agents some serve one, some two, some all. */
function oneAboveTheOther(chance: (number: number) => Lot): Traffic {
  const calls = ['A', 'B', 'C'].map((name, index) =>
    arrivals({ name, priority: 3 * index, rate: steady(0.016), service: exponential(200) }, 60 * HOUR, 0.016, chance(100 + index)),
  );
  const team = [staff(2, ['A', 'B'], 'ab'), staff(3, ['B', 'C'], 'bc'), staff(2, ['A', 'C'], 'ac'), staff(2, ['A', 'B', 'C'], 'abc')];
  return { name: 'three campaigns, one above the other', events: inOrder(...team, staff(2, ['C'], 'c'), ...calls) };
}

/** The bench's traffics, each from its own seed. */
export function traffics(seed: number): Traffic[] {
  const chance = (number: number): Lot => chanceOf(seed, number);
  const tide = (at: number): number => 0.05 * (1 + 0.8 * Math.sin((2 * Math.PI * at) / (8 * HOUR)));
  return [
    markovian(3, 0.9, 300, chance(1)),
    markovian(10, 0.93, 100, chance(2)),
    markovian(40, 0.97, 30, chance(3)),
    single('lognormal service, variation 1.2', 8, 120, { rate: steady(0.041), service: lognormal(180, 1.2) }, 0.041, chance(4)),
    single('lognormal service, variation 0.4', 6, 150, { rate: steady(0.0313), service: lognormal(180, 0.4) }, 0.0313, chance(5)),
    single(
      'abandonment, overloaded',
      10,
      80,
      { rate: steady(0.07), service: lognormal(180, 1), patience: exponential(150) },
      0.07,
      chance(6),
    ),
    single(
      'tide of arrivals, abandonment',
      10,
      100,
      { rate: tide, service: lognormal(180, 1), patience: exponential(600) },
      0.09,
      chance(7),
    ),
    single(
      'conversations twice as long at noon',
      10,
      100,
      {
        rate: steady(0.037),
        service: (lot, at) => lognormal(at < 50 * HOUR ? 150 : 300, 1)(lot),
        patience: exponential(900),
      },
      0.037,
      chance(8),
    ),
    comingAndGoing(chance(9)),
    restless(chance(24)),
    inShifts(chance(25)),
    sharing(
      { a: 3, ab: 3, b: 4 },
      120,
      { perSecond: 0.027, service: lognormal(150, 0.9), patience: exponential(1200) },
      { perSecond: 0.0195, service: lognormal(320, 0.9), patience: exponential(1200) },
      chance(10),
    ),
    oneAboveTheOther((number) => chance(26 + number)),
    priorities(chance(11)),
    single('every conversation as long', 6, 100, { rate: steady(0.031), service: () => 180 }, 0.031, chance(12)),
    ...changes(chance),
    atLunch('half of the team at lunch, nobody gives up', undefined, chance(18)),
    atLunch('half of the team at lunch, abandonment', exponential(600), chance(19)),
    single('forty agents, one overloaded hour', 40, 1, { rate: steady(4 / 15), service: exponential(180) }, 4 / 15, chance(20)),
    single('one call in ten six times as long', 8, 60, { rate: steady(0.04), service: hyperexponential(180, 0.1, 1080) }, 0.04, chance(21)),
    single(
      'one call in a hundred for hours',
      10,
      60,
      { rate: steady(0.047), service: hyperexponential(180, 0.01, 9000) },
      0.047,
      chance(22),
    ),
    single(
      'one caller in twenty is urgent',
      6,
      100,
      { priority: (lot) => (lot() < 0.05 ? 9 : 0), rate: steady(0.031), service: exponential(180) },
      0.031,
      chance(23),
    ),
    single(
      'three priorities, six hours',
      8,
      6,
      {
        priority: (lot) => Math.floor(lot() * 3),
        rate: steady(0.04),
        service: lognormal(180, 1),
        patience: exponential(900),
      },
      0.04,
      chance(13),
    ),
  ];
}
