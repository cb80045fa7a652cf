import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CountingIds } from '../../../test/support/counting-ids.js';
import { AGENTS, DISTRIBUTIONS, QUEUES, days, opening, step, type Step } from '../../../test/support/floor-days.js';
import { agentId, FloorLab } from '../../../test/support/floor-lab.js';
import { canBeCalled } from './agent-status.js';
import type { Decision } from './decision.js';
import type { FloorEvent } from './floor-events.js';
import { rebuildFromFacts } from './floor-history.js';
import { describeFloor, restoreFloor, snapshotFloor, type FloorSnapshot } from './floor-snapshot.js';
import type { Agent, Caller, Floor } from './floor-state.js';
import { decide } from './floor.js';
import { brokenInvariants } from './invariants.js';
import { byArrival, byStanding, effectivePriority } from './line-order.js';
import { meets, rankFor } from './requirement.js';
import { armedTimers } from './timers.js';

function live(steps: readonly Step[], check: (lab: FloorLab, decision: Decision) => void = () => {}, lab = opening()): FloorLab {
  for (const act of steps) {
    const decision = act(lab);
    if (decision !== undefined) check(lab, decision);
  }
  return lab;
}

describe('Whatever happens, in whatever order, late, twice or impossible', () => {
  it('the invariants of the floor hold after every decision', () => {
    // The lab checks them itself.
    fc.assert(
      fc.property(days, (steps) => void live(steps)),
      { numRuns: 150 },
    );
  });

  it('an agent is only given callers they may take, and never over the head of one they might have taken', () => {
    fc.assert(
      fc.property(days, (steps) => void live(steps, (lab, decision) => expect(overlooked(lab, decision)).toEqual([]))),
      { numRuns: 120 },
    );
  });

  it('a call is only given to the best of the agents who are free for it, and rings at all of them where the queue wants that', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DISTRIBUTIONS), days, (distribution, steps) => {
        const turns = new Turns();
        const lab = opening().queue({ agents: AGENTS, distribution });
        live(steps, (_, decision) => expect(turns.passedOver(lab, decision)).toEqual([]), lab);
      }),
      { numRuns: 200 },
    );
  });

  it('a refused request changes nothing', () => {
    fc.assert(
      fc.property(days, step, (steps, last) => {
        const lab = live(steps);
        const before = describeFloor(lab.floor);
        const decision = last(lab);
        if (decision?.refusal == null) return;
        expect(describeFloor(lab.floor)).toBe(before);
        expect([decision.orders, decision.facts]).toEqual([[], []]);
      }),
      { numRuns: 120 },
    );
  });

  it('every timer that is expected is armed, and every deadline is kept', () => {
    fc.assert(
      fc.property(days, (steps) => {
        const lab = live(steps);
        const armed = new Set(lab.timersArmed());
        const missing = [...armedTimers(lab.floor)].filter(({ key, at }) => at > lab.now && !armed.has(key));
        expect(missing).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('each offer ends once: taken, missed, withdrawn or still ringing', () => {
    fc.assert(
      fc.property(days, (steps) => {
        const lab = live(steps);
        const made = lab.facts.flatMap((fact) => (fact.type === 'call-offered' ? [fact.offerId] : []));
        const ended = lab.facts.flatMap((fact) =>
          fact.type === 'call-taken' || fact.type === 'ring-no-answer' || fact.type === 'offer-withdrawn' ? [fact.offerId] : [],
        );
        expect([...ended, ...lab.floor.offers.keys()].sort()).toEqual(made.sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe('The floor survives', () => {
  it('being written out as JSON and restored: equal, and going on alike', () => {
    fc.assert(
      fc.property(days, (steps) => {
        const lab = live(steps);
        const ids = Object.assign(new CountingIds(), lab.floor.ids);
        const written = JSON.parse(JSON.stringify(snapshotFloor(lab.floor))) as FloorSnapshot;
        const restored = restoreFloor(written, ids);
        expect(describeFloor(restored)).toBe(describeFloor(lab.floor));
        expect(brokenInvariants(restored)).toEqual([]);
        expect(goOn(restored, lab)).toEqual(goOn(lab.floor, lab));
      }),
      { numRuns: 100 },
    );
  });

  it('being told again from the configuration and the facts alone', () => {
    fc.assert(
      fc.property(days, (steps) => {
        const lab = live(steps);
        const rebuilt = rebuildFromFacts(lab.history, new CountingIds());
        expect(describeFloor(rebuilt)).toBe(describeFloor(lab.floor));
        expect(brokenInvariants(rebuilt)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('being told again from a snapshot and the facts since', () => {
    fc.assert(
      fc.property(days, days, (before, after) => {
        const lab = live(before);
        const snapshot = snapshotFloor(lab.floor);
        const told = lab.history.length;
        for (const act of after) act(lab);
        const rebuilt = rebuildFromFacts(lab.history.slice(told), new CountingIds(), snapshot);
        expect(describeFloor(rebuilt)).toBe(describeFloor(lab.floor));
      }),
      { numRuns: 60 },
    );
  });

  it('the same events at the same instants with the same ids, and decides the same', () => {
    fc.assert(
      fc.property(days, (steps) => {
        expect(live(steps).facts).toEqual(live(steps).facts);
      }),
      { numRuns: 40 },
    );
  });
});

/** What becomes of a few ordinary events on this floor. */
function goOn(floor: Floor, lab: FloorLab): Decision[] {
  const events = (round: number): FloorEvent[] => [
    ...AGENTS.map((name) => ({ type: 'sign-in-asked' as const, agentId: agentId(name) })),
    ...AGENTS.map((name) => ({ type: 'resume-asked' as const, agentId: agentId(name) })),
    { type: 'caller-queued', entry: lab.entry(`new-${String(round)}`, { queue: QUEUES[round % 2] ?? 'q', priority: round % 3 }) },
    ...[...floor.offers.keys()].slice(0, 2).map((offerId) => ({ type: 'offer-answered' as const, offerId })),
    ...[...floor.offers.keys()].slice(2).map((offerId) => ({ type: 'offer-failed' as const, offerId, failure: 'refused' as const })),
    ...[...floor.conversations]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([call, agent]) => ({
        type: 'conversation-ended' as const,
        callId: call,
        agentId: agent.settings.agentId,
      })),
  ];
  return [0, 1, 2, 3].flatMap((round) => events(round).map((event, i) => decide(floor, event, lab.now + round * 1000 + i)));
}

/** Who was given to the wrong agent, and who without an offer might have been taken by an agent who was just given somebody behind them. */
function overlooked(lab: FloorLab, { facts }: Decision): string[] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'call-offered') return [];
    const agent = lab.floor.agents.get(fact.agentId);
    const given = lab.floor.callers.get(fact.callId);
    if (agent === undefined || given === undefined) return [];
    if (!mightTake(agent, given)) return [`${fact.agentId} was given ${fact.callId}, who waits for somebody better`];
    return [...lab.floor.callers.values()]
      .filter((caller) => caller.offers.length === 0 && mightTake(agent, caller) && before(caller, given, lab.now))
      .map((caller) => `${fact.agentId} was given ${fact.callId} before ${caller.entry.callId}`);
  });
}

function mightTake(agent: Agent, { lane, queue }: Caller): boolean {
  const strictRank = (each: Agent): number => rankFor(each.settings.skills, lane.strict);
  const eligible = [...queue.members].filter((each) => meets(each.settings.skills, lane.requirement.skills));
  const atWork = eligible.filter((each) => each.state !== 'signed-out' && canBeCalled(each));
  return eligible.includes(agent) && atWork.every((each) => strictRank(each) <= strictRank(agent));
}

function before(caller: Caller, other: Caller, now: number): boolean {
  if (caller.queue === other.queue) return byStanding(caller, other) < 0;
  const [mine, theirs] = [caller, other].map(({ entry, queue }) => effectivePriority(entry, queue.settings.ageingSeconds, now));
  return mine !== theirs ? (mine ?? 0) > (theirs ?? 0) : byArrival(caller, other) < 0;
}

/** Whose turn it was in a round robin: kept apart from the floor, which is judged by it. */
class Turns {
  private readonly lastOffers = new Map<string, number>();
  /** Facts of the lab that are counted: what timers led to comes between the decisions that are judged. */
  private counted = 0;

  /** Agents who are still free although the call that another was just given is rather theirs. */
  passedOver(lab: FloorLab, { facts }: Decision): string[] {
    this.countUntil(lab, lab.facts.length - facts.length);
    return facts.flatMap((fact) => {
      if (fact.type !== 'call-offered') return [];
      const { offerId, callId, agentId: given } = fact;
      const [agent, caller] = [lab.floor.agents.get(given), lab.floor.callers.get(callId)];
      const theirs = agent === undefined || caller === undefined ? [] : this.betterThan(agent, caller, lab);
      return lab.floor.offers.has(offerId) ? theirs.map((better) => `${callId} was given to ${given} and not to ${better}`) : [];
    });
  }

  private countUntil({ facts }: FloorLab, end: number): void {
    for (; this.counted < end; this.counted += 1) {
      const fact = facts[this.counted];
      if (fact?.type === 'call-offered') this.lastOffers.set(`${fact.queueId} ${fact.agentId}`, this.counted + 1);
    }
  }

  private betterThan(agent: Agent, caller: Caller, { floor }: FloorLab): string[] {
    const ringsEverywhere = caller.queue.settings.distribution === 'ring-all';
    return [...floor.agents.values()]
      .filter((other) => other.free && mightTake(other, caller) && !caller.missedBy.includes(other.settings.agentId))
      .filter((other) => ringsEverywhere || comesBefore(this.standing(other, caller), this.standing(agent, caller)))
      .map(({ settings }) => settings.agentId);
  }

  /** The smaller, the sooner. A lot is not judged. */
  private standing({ settings, idleSince, callsTaken, talkedMs }: Agent, { queue, lane }: Caller): readonly (number | string)[] {
    const { distribution, queueId } = queue.settings;
    const rank = 0 - rankFor(settings.skills, lane.requirement.skills);
    if (distribution === 'random') return [rank];
    const round = this.lastOffers.get(`${queueId} ${settings.agentId}`) ?? 0;
    const turn = {
      'longest-idle': idleSince,
      'round-robin': round,
      'fewest-calls': callsTaken,
      'least-talk-time': talkedMs,
      'ring-all': 0,
    };
    return [rank, turn[distribution], settings.agentId];
  }
}

function comesBefore(one: readonly (number | string)[], other: readonly (number | string)[]): boolean {
  const differs = one.findIndex((figure, i) => figure !== other[i]);
  return differs >= 0 && (one[differs] ?? 0) < (other[differs] ?? 0);
}
