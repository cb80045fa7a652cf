import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Shift } from '../support/shift.js';
import { WireLab } from '../support/wire-lab.js';

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 10 });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { recording: { mode: 'all', retentionDays: 1 } });
}, 300_000);

afterAll(async () => {
  await lab.stop();
});

describe('a shift of ten agents who come and go, pause, hold, consult and send callers on as they like', () => {
  it('ends with one ending and one recording for each caller, everybody free, and nothing left on the PBX', async () => {
    const { calls, endings, recordings, asked, wrong } = await new Shift(lab, {
      agents: 10,
      calls: 70,
      callsPerSecond: 1.2,
      seed: 6,
    }).run();
    expect(wrong).toEqual([]);
    expect(Object.values(endings).reduce((sum, count) => sum + count, 0)).toBe(calls);
    expect(Object.keys(endings).every((how) => ['answered', 'abandoned'].includes(how))).toBe(true);
    expect(endings['answered']).toBeGreaterThan(calls / 2);
    expect(recordings['recording-kept']).toBeGreaterThan(calls / 2);
    for (const act of [
      'pause',
      'hold',
      'unhold',
      'transfer to an agent',
      'transfer to the queue',
      'consult an agent',
      'dispose',
      'hang-up',
    ])
      expect(asked[`${act} 200`]).toBeGreaterThan(0);
    expect(lab.backend.printed).not.toMatch(/contradicts itself|"level":"error"/);
    await lab.clear();
  }, 300_000);
});
