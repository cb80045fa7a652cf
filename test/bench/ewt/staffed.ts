import type { TrafficEvent } from './traffic.js';
import { arrivals, exponential, HOUR, inOrder, lognormal, staff, steady, type Campaign, type Lot, type Traffic } from './traffic-making.js';

/** Every agent works a few hours, leaves for a while, and comes back, each at their own times. */
export function comingAndGoing(chance: Lot): Traffic {
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

/** So many agents of campaign A who work and are away by turns, for exponential times of these means in seconds. */
export function byTurns(
  agents: number,
  hours: number,
  { work, away }: { readonly work: number; readonly away: number },
  chance: Lot,
): TrafficEvent[] {
  const turns: TrafficEvent[] = [];
  for (let index = 1; index <= agents; index += 1) {
    for (let at = 0; at < hours * HOUR; at += exponential(away)(chance)) {
      turns.push({ at, type: 'agent-in', agent: `a${index}`, campaigns: ['A'] });
      at += exponential(work)(chance);
      turns.push({ at, type: 'agent-out', agent: `a${index}` });
    }
  }
  return turns;
}

/** Everybody works for twenty minutes and is away for ten, on average; nobody gives up. */
export function restless(chance: Lot): Traffic {
  const hours = 60;
  const turns = byTurns(10, hours, { work: 1200, away: 600 }, chance);
  const campaign = { name: 'A', rate: steady(0.029), service: exponential(200) };
  return { name: 'agents in and out, nobody gives up', events: inOrder(turns, arrivals(campaign, hours * HOUR, 0.029, chance)) };
}

/** Four of ten are away together for an hour in every four; nobody gives up. */
export function inShifts(chance: Lot): Traffic {
  const hours = 40;
  const turns: TrafficEvent[] = staff(10, ['A']);
  for (let out = 2; out < hours; out += 4) {
    for (let index = 1; index <= 4; index += 1) {
      turns.push({ at: out * HOUR, type: 'agent-out', agent: `a${index}` });
      turns.push({ at: (out + 1) * HOUR, type: 'agent-in', agent: `a${index}`, campaigns: ['A'] });
    }
  }
  const campaign = { name: 'A', rate: steady(0.045), service: exponential(180) };
  return { name: 'four of ten away an hour in four', events: inOrder(turns, arrivals(campaign, hours * HOUR, 0.045, chance)) };
}

/** Six of twelve are away from half past three to half past four. */
export function atLunch(name: string, patience: Campaign['patience'], chance: Lot): Traffic {
  const team = staff(12, ['A']);
  const lunch = team.slice(0, 6).flatMap((agent): TrafficEvent[] => [
    { ...agent, at: 3.5 * HOUR, type: 'agent-out', agent: 'agent' in agent ? agent.agent : '' },
    { ...agent, at: 4.5 * HOUR },
  ]);
  const campaign = { name: 'A', rate: steady(0.05), service: lognormal(200, 0.8), ...(patience && { patience }) };
  return { name, events: inOrder(team, lunch, arrivals(campaign, 8 * HOUR, 0.05, chance)) };
}
