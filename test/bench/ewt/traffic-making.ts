import { CountingIds } from '../../support/counting-ids.js';
import type { TrafficEvent } from './traffic.js';

/** One traffic of the bench: who works when, who calls, how long they talk and wait. The same seed makes the same traffic. */
export interface Traffic {
  readonly name: string;
  readonly events: readonly TrafficEvent[];
  /** For M/M/s only: what the theory needs to know the best possible error. */
  readonly theory?: { readonly agents: number; readonly meanService: number };
}

export type Lot = () => number;

export interface Campaign {
  readonly name: string;
  readonly priority?: number | ((chance: Lot) => number);
  /** Calls per second at that time. */
  readonly rate: (at: number) => number;
  readonly service: (chance: Lot, at: number) => number;
  readonly patience?: (chance: Lot) => number;
}

export const HOUR = 3600;

export function exponential(mean: number): (chance: Lot) => number {
  return (chance) => -mean * Math.log(1 - chance());
}

/** Of this mean and coefficient of variation. */
export function lognormal(mean: number, variation: number): (chance: Lot) => number {
  const variance = Math.log(1 + variation ** 2);
  return (chance) => mean * Math.exp(Math.sqrt(variance) * normal(chance) - variance / 2);
}

function normal(chance: Lot): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

export function steady(rate: number): () => number {
  return () => rate;
}

/** One in so many is of another mean, such that all have this one: as when some calls are of another kind. */
export function hyperexponential(mean: number, share: number, longMean: number): (chance: Lot) => number {
  const short = exponential((mean - share * longMean) / (1 - share));
  const long = exponential(longMean);
  return (chance) => (chance() < share ? long : short)(chance);
}

/** Chance of its own for each number of a seed. */
export function chanceOf(seed: number, number: number): Lot {
  const ids = new CountingIds(seed * 1000 + number);
  return () => ids.chance();
}

/** A Poisson stream whose rate changes with time, thinned from one that is never slower (Lewis & Shedler 1979). */
export function arrivals(campaign: Campaign, until: number, most: number, chance: Lot): TrafficEvent[] {
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

export function staff(count: number, campaigns: readonly string[], prefix = 'a'): TrafficEvent[] {
  return Array.from({ length: count }, (_, index) => ({ at: 0, type: 'agent-in', agent: `${prefix}${index + 1}`, campaigns }));
}

export function inOrder(...parts: TrafficEvent[][]): TrafficEvent[] {
  return parts.flat().sort((a, b) => a.at - b.at);
}

export function markovian(agents: number, load: number, hours: number, chance: Lot): Traffic {
  const meanService = 180;
  const rate = (load * agents) / meanService;
  const calls = arrivals({ name: 'A', rate: steady(rate), service: exponential(meanService) }, hours * HOUR, rate, chance);
  return {
    name: `M/M/${agents}, load ${load}`,
    events: inOrder(staff(agents, ['A']), calls),
    theory: { agents, meanService },
  };
}

export function single(name: string, agents: number, hours: number, campaign: Omit<Campaign, 'name'>, most: number, chance: Lot): Traffic {
  return { name, events: inOrder(staff(agents, ['A']), arrivals({ name: 'A', ...campaign }, hours * HOUR, most, chance)) };
}

type SteadyCampaign = Pick<Campaign, 'service' | 'patience'> & { readonly perSecond: number };

/** Campaigns A and B of so many hours: some agents work for A alone, some for B alone, some for both. */
export function sharing(
  agents: Readonly<Record<'a' | 'ab' | 'b', number>>,
  hours: number,
  a: SteadyCampaign,
  b: SteadyCampaign,
  chance: Lot,
): Traffic {
  const callsOf = (name: string, campaign: SteadyCampaign): TrafficEvent[] =>
    arrivals({ name, rate: steady(campaign.perSecond), ...campaign }, hours * HOUR, campaign.perSecond, chance);
  return {
    name: 'two campaigns share agents',
    events: inOrder(
      staff(agents.a, ['A'], 'a'),
      staff(agents.ab, ['A', 'B'], 'ab'),
      staff(agents.b, ['B'], 'b'),
      callsOf('A', a),
      callsOf('B', b),
    ),
  };
}
