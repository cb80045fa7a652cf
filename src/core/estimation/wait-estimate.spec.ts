import { describe, expect, it } from '@jest/globals';
import { CountingIds } from '../../../test/support/counting-ids.js';
import { brandId, type CampaignId } from '../kernel/ids.js';
import type { BusyAgent, CallerAhead, LineState } from './line-state.js';
import { ServiceHistory } from './service-history.js';
import { estimateWait } from './wait-estimate.js';

const CAMPAIGN = brandId<CampaignId>('campaign');

function historyOf(count: number, law: (chance: () => number) => number): ServiceHistory {
  const ids = new CountingIds(2);
  const history = new ServiceHistory();
  for (let call = 0; call < count; call += 1) history.learn({ type: 'talked', campaignId: CAMPAIGN, seconds: law(() => ids.chance()) }, 0);
  return history;
}

function lineOf(elapsed: readonly number[], ahead: number): LineState {
  const agents = elapsed.map((elapsedSeconds): BusyAgent => {
    return {
      serves: 1,
      servesAskerIn: 0,
      campaignId: CAMPAIGN,
      stage: 'talking',
      elapsedSeconds,
      secondsLeft: null,
      afterCallSeconds: 0,
      atWorkSeconds: 0,
      absence: null,
    };
  });
  const caller: CallerAhead = { classNumber: 0, campaignId: CAMPAIGN, waitedSeconds: 0, afterCallSeconds: 0, patient: false };
  return {
    ownClass: 0,
    campaignId: CAMPAIGN,
    agents,
    ahead: Array.from({ length: ahead }, () => caller),
    overtakers: [],
    thinning: 1,
    stretch: 1,
  };
}

const exponential = (chance: () => number): number => -180 * Math.log(1 - chance());
const nearlyConstant = (chance: () => number): number => 170 + 20 * chance();

describe('The estimate is the mean of what may happen', () => {
  it('is (n + 1) × talk ÷ agents for conversations without memory', () => {
    const history = historyOf(5000, exponential);
    const one = estimateWait(lineOf([10], 0), history)?.seconds ?? 0;
    expect(one / 180).toBeCloseTo(1, 1);
    expect(estimateWait(lineOf([10, 200, 3000], 5), history)?.seconds).toBeCloseTo(one * 2, 6);
  });

  it('looks at the clock of each agent when conversations are alike', () => {
    const history = historyOf(800, nearlyConstant);
    const fresh = estimateWait(lineOf([0, 0], 0), history)?.seconds ?? 0;
    const nearlyDone = estimateWait(lineOf([0, 150], 0), history)?.seconds ?? 0;
    const second = estimateWait(lineOf([0, 150], 1), history)?.seconds ?? 0;
    expect(fresh).toBeGreaterThan(140);
    expect(nearlyDone).toBeLessThan(60);
    expect(second).toBeGreaterThan(130);
  });

  it('ranges widely for a short line and narrowly for a long one', () => {
    const history = historyOf(5000, exponential);
    const width = (ahead: number): number => {
      const wait = estimateWait(lineOf([1, 2, 3, 4], ahead), history);
      return wait === null ? 0 : (wait.high - wait.low) / wait.seconds;
    };
    expect(width(0)).toBeGreaterThan(1.8);
    expect(width(24)).toBeLessThan(0.6);
  });

  it('is never less with one more ahead', () => {
    const history = historyOf(900, nearlyConstant);
    const waits = [0, 1, 2, 5, 10, 30, 60].map((ahead) => estimateWait(lineOf([5, 80, 150], ahead), history)?.seconds ?? NaN);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  it('is the same however often it is asked', () => {
    const history = historyOf(900, nearlyConstant);
    expect(estimateWait(lineOf([5, 80], 3), history)).toEqual(estimateWait(lineOf([5, 80], 3), history));
  });
});
