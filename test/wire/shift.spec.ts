import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Shift, shiftLab } from '../support/shift.js';
import type { WireLab } from '../support/wire-lab.js';

let lab: WireLab;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ lab, stop } = await shiftLab());
}, 300_000);

afterAll(async () => {
  await stop();
});

describe('a shift of ten agents who come and go, pause, hold, consult and send callers on as they like, and of callers who lose patience', () => {
  it('ends with one ending and one recording for each caller, everybody free, and nothing left on the PBX', async () => {
    const { calls, endings, recordings, longestLine, asked, lateMs, wrong } = await new Shift(lab, {
      agents: 10,
      calls: 70,
      callsPerSecond: 1.2,
      seed: 6,
    }).run();
    expect(wrong).toEqual([]);
    expect(Object.values(endings).reduce((sum, count) => sum + count, 0)).toBe(calls);
    expect(Object.keys(endings).every((how) => ['answered', 'abandoned'].includes(how))).toBe(true);
    expect(endings['answered']).toBeGreaterThan(calls / 2);
    expect(endings['abandoned']).toBeGreaterThan(0);
    expect(longestLine).toBeGreaterThan(1);
    expect(lateMs.length).toBeGreaterThan(calls / 4);
    expect(recordings['recording-kept']).toBeGreaterThan(calls / 2);
    for (const act of [
      'pause',
      'hold',
      'unhold',
      'transfer to an agent',
      'transfer to a queue',
      'consult an agent',
      'dispose',
      'transfer to a number',
      'hold by key',
      'unhold by key',
      'hang-up',
    ])
      expect(asked[`${act} 200`]).toBeGreaterThan(0);
    const byKey = Object.entries(asked).filter(([outcome]) => /^transfer by key .* 202$/.test(outcome));
    expect(byKey.length).toBeGreaterThan(0);
    expect(lab.backend.printed).not.toMatch(/contradicts itself|"level":"error"/);
    await lab.clear();
  }, 300_000);
});
