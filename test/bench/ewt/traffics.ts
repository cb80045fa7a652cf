import { CountingIds } from '../../support/counting-ids.js';
import type { TrafficEvent } from './traffic.js';

/** One traffic of the bench: who works when, who calls, how long they talk and wait. The same seed makes the same traffic. */
export interface Traffic {
  readonly name: string;
  readonly events: readonly TrafficEvent[];
  /** For M/M/s only: what the theory needs to know the best possible error. */
  readonly theory?: { readonly agents: number; readonly meanService: number };
}

type Lot = () => number;

interface Campaign {
  readonly name: string;
  readonly priority?: number | ((chance: Lot) => number);
  /** Calls per second at that time. */
  readonly rate: (at: number) => number;
  readonly service: (chance: Lot, at: number) => number;
  readonly patience?: (chance: Lot) => number;
}

const HOUR = 3600;

function exponential(mean: number): (chance: Lot) => number {
  return (chance) => -mean * Math.log(1 - chance());
}

/** Of this mean and coefficient of variation. */
function lognormal(mean: number, variation: number): (chance: Lot) => number {
  const variance = Math.log(1 + variation ** 2);
  return (chance) => mean * Math.exp(Math.sqrt(variance) * normal(chance) - variance / 2);
}

function normal(chance: Lot): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

function steady(rate: number): () => number {
  return () => rate;
}

/** A Poisson stream whose rate changes with time, thinned from one that is never slower (Lewis & Shedler 1979). */
function arrivals(campaign: Campaign, until: number, most: number, chance: Lot): TrafficEvent[] {
  const calls: TrafficEvent[] = [];
  const { name, rate, service, patience, priority = 0 } = campaign;
  for (let at = exponential(1 / most)(chance); at < until; at += exponential(1 / most)(chance)) {
    if (chance() * most > rate(at)) continue;
    calls.push({
      at,
      type: 'arrival',
      call: `${name}-${calls.length + 1}`,
      campaign: name,
      priority: typeof priority === 'number' ? priority : priority(chance),
      patienceSeconds: patience?.(chance) ?? null,
      serviceSeconds: service(chance, at),
    });
  }
  return calls;
}

function staff(count: number, campaigns: readonly string[], prefix = 'a'): TrafficEvent[] {
  return Array.from({ length: count }, (_, index) => ({ at: 0, type: 'agent-in', agent: `${prefix}${index + 1}`, campaigns }));
}

function inOrder(...parts: TrafficEvent[][]): TrafficEvent[] {
  return parts.flat().sort((a, b) => a.at - b.at);
}

function markovian(agents: number, load: number, hours: number, chance: Lot): Traffic {
  const meanService = 180;
  const rate = (load * agents) / meanService;
  const calls = arrivals({ name: 'A', rate: steady(rate), service: exponential(meanService) }, hours * HOUR, rate, chance);
  return {
    name: `M/M/${agents}, load ${load}`,
    events: inOrder(staff(agents, ['A']), calls),
    theory: { agents, meanService },
  };
}

function single(name: string, agents: number, hours: number, campaign: Omit<Campaign, 'name'>, most: number, chance: Lot): Traffic {
  return { name, events: inOrder(staff(agents, ['A']), arrivals({ name: 'A', ...campaign }, hours * HOUR, most, chance)) };
}

/** Every agent works a few hours, leaves for a while, and comes back, each at their own times. */
function comingAndGoing(chance: Lot): Traffic {
  const hours = 200;
  const turns: TrafficEvent[] = [];
  for (let index = 1; index <= 16; index += 1) {
    for (let at = chance() * 2 * HOUR; at < hours * HOUR; at += (0.3 + 1.2 * chance()) * HOUR) {
      turns.push({ at, type: 'agent-in', agent: `a${index}`, campaigns: ['A'] });
      at += (0.5 + 2 * chance()) * HOUR;
      turns.push({ at, type: 'agent-out', agent: `a${index}` });
    }
  }
  const rate = 9 / 200;
  const campaign = { name: 'A', rate: steady(rate), service: lognormal(200, 1), patience: exponential(900) };
  return { name: 'agents in and out', events: inOrder(turns, arrivals(campaign, hours * HOUR, rate, chance)) };
}

function twoCampaigns(chance: Lot): Traffic {
  const hours = 120;
  const a = { name: 'A', rate: steady(0.027), service: lognormal(150, 0.9), patience: exponential(1200) };
  const b = { name: 'B', rate: steady(0.0195), service: lognormal(320, 0.9), patience: exponential(1200) };
  return {
    name: 'two campaigns share agents',
    events: inOrder(
      staff(3, ['A'], 'a'),
      staff(3, ['A', 'B'], 'ab'),
      staff(4, ['B'], 'b'),
      arrivals(a, hours * HOUR, 0.027, chance),
      arrivals(b, hours * HOUR, 0.0195, chance),
    ),
  };
}

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

/** The bench's traffics, each from its own seed. */
export function traffics(seed: number): Traffic[] {
  const chanceOf = (number: number): Lot => {
    const ids = new CountingIds(seed * 1000 + number);
    return () => ids.chance();
  };
  const tide = (at: number): number => 0.05 * (1 + 0.8 * Math.sin((2 * Math.PI * at) / (8 * HOUR)));
  return [
    markovian(3, 0.9, 300, chanceOf(1)),
    markovian(10, 0.93, 100, chanceOf(2)),
    markovian(40, 0.97, 30, chanceOf(3)),
    single('lognormal service, variation 1.2', 8, 120, { rate: steady(0.041), service: lognormal(180, 1.2) }, 0.041, chanceOf(4)),
    single('lognormal service, variation 0.4', 6, 150, { rate: steady(0.0313), service: lognormal(180, 0.4) }, 0.0313, chanceOf(5)),
    single(
      'abandonment, overloaded',
      10,
      80,
      { rate: steady(0.07), service: lognormal(180, 1), patience: exponential(150) },
      0.07,
      chanceOf(6),
    ),
    single(
      'tide of arrivals, abandonment',
      10,
      100,
      { rate: tide, service: lognormal(180, 1), patience: exponential(600) },
      0.09,
      chanceOf(7),
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
      chanceOf(8),
    ),
    comingAndGoing(chanceOf(9)),
    twoCampaigns(chanceOf(10)),
    priorities(chanceOf(11)),
    single('every conversation as long', 6, 100, { rate: steady(0.031), service: () => 180 }, 0.031, chanceOf(12)),
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
      chanceOf(13),
    ),
  ];
}
