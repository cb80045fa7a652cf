import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LegId } from '../../src/core/kernel/ids.js';
import type { TelephonyEvent } from '../../src/core/ports/telephony.js';
import { eventually } from '../support/eventually.js';
import { toneSequence } from '../support/sip/tone-analysis.js';
import { ariTelephonyLab, type AriLab } from './ari-telephony-lab.js';
import { CALLER_SAYS_HZ } from './ari-telephony-people.js';
import { LabSession, longSound } from './telephony-lab.js';

/** What only a real Asterisk can show: how long a sound is still on its way, the voice in a recording, one process after another. */
describe('The ARI adapter and what is heard', () => {
  let lab: AriLab;
  let s: LabSession;

  beforeAll(async () => {
    lab = await ariTelephonyLab();
    s = new LabSession(lab);
  }, 300_000);
  afterAll(async () => {
    await lab.close();
  });

  it('falls silent on the wire within 200 ms of being stopped: a prompt, music, a ring tone', async () => {
    const caller = await lab.callArrives({ to: '5550100', from: '0612345678' });
    await eventually(() => s.told('call-arrived').length > 0, { what: 'the call' });
    const leg = s.told('call-arrived')[0]?.leg ?? s.newLeg();
    await lab.telephony.answer(leg);
    const { heard } = caller;
    const playback = s.newPlayback();
    for (const start of [
      async () => lab.telephony.play(leg, [longSound], playback),
      async () => lab.telephony.startMusic(leg, longSound),
      async () => lab.telephony.startMusic(leg, { kind: 'ring-tone' }),
    ]) {
      const startedAt = performance.now();
      await start();
      await heard.waitForSound();
      const stoppedAt = performance.now();
      await Promise.all([lab.telephony.stopMusic(leg), lab.telephony.stopPlayback(playback)]);
      await heard.waitForSilence({ forMs: 400 });
      expect((heard.toneSequence(startedAt).at(-1)?.to ?? 0) - stoppedAt).toBeLessThan(200);
    }
    await lab.telephony.hangUp(leg, 'normal');
  });

  it("records the caller's voice, from the tone that invites to speak to the key, and neither of those", async () => {
    const { caller, recording } = await s.recording({ endOnKey: '#', beep: true });
    await lab.settle();
    await lab.settle();
    await caller.press('#');
    await s.recordingEnd(recording);
    const path = lab.newFile();
    await lab.telephony.fetchRecording(recording, path);
    const file = await readFile(path);
    const pcm = Int16Array.from({ length: (file.length - 44) / 2 }, (_, index) => file.readInt16LE(44 + 2 * index));
    const heard = toneSequence(pcm);
    expect(heard.every(({ hz }) => Math.abs(hz - CALLER_SAYS_HZ) < 10)).toBe(true);
    expect(heard.reduce((ms, { from, to }) => ms + to - from, 0)).toBeGreaterThan(800);
    await lab.telephony.removeRecording(recording);
  });

  it('finds the recordings that a dead process began, under way or ended, and tells their ends', async () => {
    const keyed = await s.recording({ endOnKey: '#' });
    const left = await s.recording();
    const over = await s.recording();
    await lab.telephony.close();
    await over.caller.hangUp();

    const heir = lab.secondTelephony();
    const told: TelephonyEvent[] = [];
    heir.listen((event) => told.push(event));
    heir.open();
    await eventually(() => heir.ready, { what: 'the heir to be connected' });
    await heir.census();
    expect(await heir.recordings()).toEqual(
      [
        { recording: keyed.recording, state: 'under-way' },
        { recording: left.recording, state: 'under-way' },
        { recording: over.recording, state: 'ended' },
      ].sort((a, b) => (a.recording < b.recording ? -1 : 1)),
    );
    await keyed.caller.press('#');
    await left.caller.hangUp();
    const ends = (): Record<string, string> =>
      Object.fromEntries(told.flatMap((event) => (event.type === 'recording-ended' ? [[event.recording, event.end]] : [])));
    await eventually(() => Object.keys(ends()).length >= 2, { what: 'both ends to be told' });
    expect(ends()).toEqual({ [keyed.recording]: 'key', [left.recording]: 'hung-up' });
    for (const { recording } of [keyed, left, over]) {
      expect(await heir.fetchRecording(recording, lab.newFile())).toHaveProperty('sha256');
      expect(await heir.removeRecording(recording)).toBe('done');
    }
    await heir.hangUp(keyed.leg, 'normal');
    await heir.close();
  });

  it('gives a caller the music that was asked for behind the answer, although the backend is told to end between the two', async () => {
    const passing = lab.secondTelephony();
    const arrived = new Promise<LegId>((resolve) =>
      passing.listen((event) => {
        if (event.type === 'call-arrived') resolve(event.leg);
      }),
    );
    passing.open();
    await eventually(() => passing.ready, { what: 'the backend to be connected' });
    const caller = await lab.callArrives({ to: '5550100', from: '0612345678' });
    const leg = await arrived;
    const asked = [passing.answer(leg), passing.startMusic(leg, null)];
    await Promise.all([passing.close(), ...asked]);
    await lab.until('the caller to be answered', () => caller.answered);
    await lab.until('music', () => caller.hears('music'));
    await caller.hangUp();
  });
});
