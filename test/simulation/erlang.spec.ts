import { describe, expect, it } from '@jest/globals';

import { Playback } from '../bench/ewt/playback.js';
import type { TrafficEvent } from '../bench/ewt/traffic.js';
import { CountingIds } from '../support/counting-ids.js';
import { erlangA, erlangC, type Staffing } from '../support/erlang.js';

const BATCHES = 25;
const CALLS_PER_BATCH = 2400;
const WARM_UP = 2000;
/** Student's t for 24 degrees of freedom, 99.8 % two-sided. */
const T_QUANTILE = 3.47;

interface Played {
  readonly waited: number;
  readonly gaveUp: boolean;
}

function* calls({ rate, handling, agents }: Staffing, patience: number | null, seed: number): Iterable<TrafficEvent> {
  const ids = new CountingIds(seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - ids.chance());
  for (let agent = 1; agent <= agents; agent += 1) yield { at: 0, type: 'agent-in', agent: `a${agent}`, campaigns: ['A'] };
  let at = 0;
  for (let call = 1; call <= WARM_UP + BATCHES * CALLS_PER_BATCH; call += 1) {
    at += exponential(1 / rate);
    yield {
      at,
      type: 'arrival',
      call: `c${call}`,
      campaign: 'A',
      priority: 0,
      patienceSeconds: patience === null ? null : exponential(patience),
      serviceSeconds: exponential(handling),
    };
  }
}

/** What became of every call, in the order of arrival, without the first ones, who came to an empty floor. */
function play(staffing: Staffing, patience: number | null, seed: number): readonly Played[] {
  const played: Played[] = [];
  const note = (callId: string, waited: number, gaveUp: boolean): void => {
    const number = Number(callId.slice(1)) - 1 - WARM_UP;
    if (number >= 0) played[number] = { waited, gaveUp };
  };
  new Playback({
    fact: (fact) => {
      if (fact.type === 'call-taken') note(fact.callId, fact.waitedSeconds, false);
      if (fact.type === 'call-left-queue') note(fact.callId, fact.waitedSeconds, true);
    },
  }).play(calls(staffing, patience, seed));
  return played;
}

/** The mean of `figure` by batch means: batches are long enough to know little of each other. */
function measured(played: readonly Played[], figure: (call: Played) => number): { readonly mean: number; readonly margin: number } {
  const means = Array.from({ length: BATCHES }, (_, batch) =>
    average(played.slice(batch * CALLS_PER_BATCH, (batch + 1) * CALLS_PER_BATCH).map(figure)),
  );
  const mean = average(means);
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, margin: T_QUANTILE * Math.sqrt(variance / BATCHES) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function expectWithin({ mean, margin }: { readonly mean: number; readonly margin: number }, exact: number, widest: number): void {
  expect(margin).toBeLessThan(widest * exact);
  expect(Math.abs(mean - exact)).toBeLessThan(margin);
}

describe('Callers of a floor without impatience wait as Erlang C foretells', () => {
  it.each([
    { callsPerHour: 720, handling: 240, agents: 55, target: 15, mustWait: 0.2387, meanWait: 8.18, answeredInTime: 0.8459 },
    { callsPerHour: 100, handling: 180, agents: 8, target: 20, mustWait: 0.1673, meanWait: 10.04, answeredInTime: 0.8801 },
    { callsPerHour: 200, handling: 180, agents: 14, target: 20, mustWait: 0.1741, meanWait: 7.84, answeredInTime: 0.8884 },
    { callsPerHour: 100, handling: 240, agents: 10, target: 20, mustWait: 0.1746, meanWait: 12.57, answeredInTime: 0.8678 },
    { callsPerHour: 60, handling: 240, agents: 6, target: 20, mustWait: 0.2848, meanWait: 34.17, answeredInTime: 0.759 },
  ])('$callsPerHour calls an hour of $handling s for $agents agents', ({ callsPerHour, handling, agents, target, ...published }) => {
    const staffing = { rate: callsPerHour / 3600, handling, agents };
    const theory = erlangC(staffing, target);
    expect(theory.mustWait).toBeCloseTo(published.mustWait, 4);
    expect(theory.meanWait).toBeCloseTo(published.meanWait, 2);
    expect(theory.answeredInTime).toBeCloseTo(published.answeredInTime, 4);

    const played = play(staffing, null, agents);
    expect(played).toHaveLength(BATCHES * CALLS_PER_BATCH);
    expectWithin(
      measured(played, ({ waited }) => (waited > 0 ? 1 : 0)),
      theory.mustWait,
      0.3,
    );
    expectWithin(
      measured(played, ({ waited }) => waited),
      theory.meanWait,
      0.5,
    );
    expectWithin(
      measured(played, ({ waited }) => (waited <= target ? 1 : 0)),
      theory.answeredInTime,
      0.08,
    );
  });
});

describe('Callers of a floor who lose patience wait as Erlang A foretells', () => {
  it.each([
    { name: 'overloaded', callsPerHour: 240, handling: 180, agents: 11, patience: 120, target: 20 },
    { name: 'balanced', callsPerHour: 200, handling: 180, agents: 10, patience: 300, target: 20 },
  ])('$name: $callsPerHour calls an hour of $handling s, $agents agents', ({ callsPerHour, handling, agents, patience, target }) => {
    const staffing = { rate: callsPerHour / 3600, handling, agents };
    const theory = erlangA(staffing, patience, target);
    const played = play(staffing, patience, agents);
    expectWithin(
      measured(played, ({ waited }) => (waited > 0 ? 1 : 0)),
      theory.mustWait,
      0.1,
    );
    expectWithin(
      measured(played, ({ waited }) => waited),
      theory.meanWait,
      0.15,
    );
    expectWithin(
      measured(played, ({ gaveUp }) => (gaveUp ? 1 : 0)),
      theory.giveUp,
      0.15,
    );
    expectWithin(
      measured(played, ({ waited, gaveUp }) => (!gaveUp && waited <= target ? 1 : 0)),
      theory.answeredInTime,
      0.15,
    );
  });

  it('Erlang A with endless patience is Erlang C', () => {
    const staffing = { rate: 100 / 3600, handling: 180, agents: 8 };
    const [endless, theory] = [erlangA(staffing, 1e9, 20), erlangC(staffing, 20)];
    expect(endless.mustWait).toBeCloseTo(theory.mustWait, 4);
    expect(endless.answeredInTime).toBeCloseTo(theory.answeredInTime, 4);
  });
});
