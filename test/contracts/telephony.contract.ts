import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import { callersContract } from './contract-callers.js';
import { diallingContract } from './contract-dialling.js';
import { keysContract } from './contract-keys.js';
import { lineContract } from './contract-line.js';
import { recordingContract } from './contract-recording.js';
import { tapsContract } from './contract-taps.js';
import { trunkContract } from './contract-trunk.js';
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
    if (!telephony.ready) await lab.mendLine();
    await lab.until('the line to be whole for the next test', () => telephony.ready);
    await lab.clearUp();
    await lab.settle();
    for (const { bridge } of (await telephony.census()).bridges) await telephony.destroyBridge(bridge);
    for (const { recording } of await telephony.recordings()) await telephony.removeRecording(recording);
    let left = await telephony.census();
    // A PBX tears down in its own time: what is still there after the tenth look stays.
    for (let look = 0; look < 10 && left.legs.length + left.bridges.length > 0; look += 1) {
      await lab.settle();
      left = await telephony.census();
    }
    expect(left).toMatchObject({ legs: [], bridges: [] });
    expect(await telephony.recordings()).toEqual([]);
  });

  describe('A caller', () => callersContract(current));
  describe('The keys that somebody presses', () => keysContract(current));
  describe('A recording', () => recordingContract(current));
  describe('A leg that overhears another', () => tapsContract(current));
  describe('A leg we dial, and a bridge', () => diallingContract(current));
  describe('A number behind the trunk', () => trunkContract(current));
  describe('The line to the PBX', () => lineContract(current));
}
