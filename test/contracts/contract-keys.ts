import { expect, it } from '@jest/globals';
import type { LegId } from '../../src/core/kernel/ids.js';
import { longSound, type LabCaller, type LabSession } from './telephony-lab.js';

/** Keys arrive once each, however the telephone sends them and whatever is heard meanwhile. */
export function keysContract(session: () => LabSession): void {
  it('are told before the answer', async () => {
    const s = session();
    const { caller, leg } = await s.callArrives();
    await s.telephony.play(leg, [longSound], s.newPlayback());
    await s.lab.until('early media', () => caller.hears('long'));
    await expectKeys(s, caller, leg, '1*', 'rtp');
    await expectKeys(s, caller, leg, '2#', 'info');
    expect(caller.answered).toBe(false);
  });

  it('are told in silence, during a prompt and with music', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await expectKeys(s, caller, leg, '12', 'rtp');
    await expectKeys(s, caller, leg, '3#', 'info');
    await telephony.startMusic(leg, null);
    await lab.until('music', () => caller.hears('music'));
    await expectKeys(s, caller, leg, '45', 'rtp');
    await expectKeys(s, caller, leg, '6*', 'info');
    await telephony.play(leg, [longSound], s.newPlayback());
    await lab.until('the prompt', () => caller.hears('long'));
    await expectKeys(s, caller, leg, '78', 'rtp');
    await expectKeys(s, caller, leg, '90', 'info');
  });

  it('are told in a conversation', async () => {
    const s = session();
    const { caller, callerLeg } = await s.conversation(await s.lab.phone('agent-of-the-keys'));
    await expectKeys(s, caller, callerLeg, '12', 'rtp');
    await expectKeys(s, caller, callerLeg, '3#', 'info');
  });
}

async function expectKeys(s: LabSession, caller: LabCaller, leg: LegId, keys: string, by: 'rtp' | 'info'): Promise<void> {
  const digits = (): string =>
    s
      .told('digit')
      .filter((event) => event.leg === leg)
      .map(({ digit }) => digit)
      .join('');
  const before = digits();
  await caller.press(keys, by);
  await s.lab.until('the keys to be told', () => digits().length >= before.length + keys.length, 2_000);
  await s.lab.settle();
  expect(digits()).toBe(before + keys);
}
