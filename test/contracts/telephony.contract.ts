import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import { callersContract } from './contract-callers.js';
import { diallingContract } from './contract-dialling.js';
import { lineContract } from './contract-line.js';
import { LabSession, type TelephonyLab } from './telephony-lab.js';

/** What every telephony must do, the fake and the real alike. Each test leaves the PBX empty, or fails. */
export function telephonyContract(makeLab: () => Promise<TelephonyLab>): void {
  let session: LabSession | undefined;
  const current = (): LabSession => {
    if (session === undefined) throw new Error('the lab was not set up');
    return session;
  };

  beforeAll(async () => {
    session = new LabSession(await makeLab());
  }, 300_000);
  afterAll(async () => {
    await session?.lab.close();
  });
  beforeEach(() => current().beginTest());
  afterEach(async () => {
    const { lab, telephony } = current();
    await lab.clearUp();
    await lab.settle();
    const { bridges } = await telephony.census();
    for (const { bridge } of bridges) await telephony.destroyBridge(bridge);
    const left = await telephony.census();
    expect(left).toMatchObject({ legs: [], bridges: [] });
  });

  describe('A caller', () => callersContract(current));
  describe('A leg we dial, and a bridge', () => diallingContract(current));
  describe('The line to the PBX', () => lineContract(current));
}
