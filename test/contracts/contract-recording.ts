import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { RecordingId } from '../../src/core/kernel/ids.js';
import { longSound, shortSound, type LabSession } from './telephony-lab.js';

/** What a leg says, kept on the PBX and brought here: a voicemail. */
export function recordingContract(session: () => LabSession): void {
  it('ends with the key, which is told too, and is brought here whole; it stays on the PBX until it is removed', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg, recording } = await s.recording({ endOnKey: '#', beep: true });
    await caller.press('1');
    await lab.settle();
    expect(s.told('recording-ended')).toEqual([]);
    await caller.press('#');
    await expect(s.recordingEnd(recording)).resolves.toBe('key');
    expect(s.storyOf(leg)).toEqual(['call-arrived', 'digit 1', 'digit #']);
    await expect(telephony.recordingState(recording)).resolves.toBe('ended');
    await expect(telephony.recordings()).resolves.toEqual([{ recording, state: 'ended' }]);
    await expectFetched(s, recording, { atLeast: 0.4, atMost: 5 });
    await expectFetched(s, recording, { atLeast: 0.4, atMost: 5 });
    await expect(telephony.removeRecording(recording)).resolves.toBe('done');
    await expect(telephony.recordingState(recording)).resolves.toBe('gone');
    await expect(telephony.fetchRecording(recording, lab.newFile())).resolves.toBe('gone');
    await expect(telephony.removeRecording(recording)).resolves.toBe('gone');
  });

  it('ends when the speaker has been silent for as long as told', async () => {
    const s = session();
    const { caller, recording } = await s.recording({ silenceSeconds: 2 });
    expect(s.told('recording-ended')).toEqual([]);
    await caller.says('nothing');
    await expect(s.recordingEnd(recording)).resolves.toBe('silence');
  });

  it('ends when it is full, whatever is still said', async () => {
    const s = session();
    const { recording } = await s.recording({ maxSeconds: 2, silenceSeconds: 2 });
    await expect(s.recordingEnd(recording)).resolves.toBe('full');
    await expectFetched(s, recording, { atLeast: 1.5, atMost: 3.5 });
  });

  it('ends when told to, once', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { recording } = await s.recording();
    await expect(telephony.stopRecording(recording)).resolves.toBe('done');
    await expect(s.recordingEnd(recording)).resolves.toBe('stopped');
    await expect(telephony.stopRecording(recording)).resolves.toBe('gone');
    await lab.settle();
    expect(s.told('recording-ended')).toHaveLength(1);
  });

  it('ends with the call, is told after that, and is kept', async () => {
    const s = session();
    const { lab, telephony } = s;
    const hungUp = await s.recording({ endOnKey: '#', silenceSeconds: 5 });
    await hungUp.caller.hangUp();
    await expect(s.recordingEnd(hungUp.recording)).resolves.toBe('hung-up');
    const released = await s.recording();
    await telephony.hangUp(released.leg, 'normal');
    await expect(s.recordingEnd(released.recording)).resolves.toBe('hung-up');
    const told = lab.events.filter(({ type }) => type === 'leg-gone' || type === 'recording-ended').slice(-4);
    expect(told.map(({ type }) => type)).toEqual(['leg-gone', 'recording-ended', 'leg-gone', 'recording-ended']);
    for (const { recording } of [hungUp, released]) await expectFetched(s, recording, { atLeast: 0.2, atMost: 5 });
  });

  it('is not brought here while it is under way, and ends when it is removed', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { recording } = await s.recording();
    const file = lab.newFile();
    await expect(telephony.recordingState(recording)).resolves.toBe('under-way');
    await expect(telephony.recordings()).resolves.toEqual([{ recording, state: 'under-way' }]);
    await expect(telephony.fetchRecording(recording, file)).resolves.toBe('under-way');
    expect(existsSync(file)).toBe(false);
    await expect(telephony.removeRecording(recording)).resolves.toBe('done');
    await expect(s.recordingEnd(recording)).resolves.toBe('stopped');
    await expect(telephony.recordings()).resolves.toEqual([]);
  });

  it('begins at once whatever plays, and what is asked to play meanwhile is heard afterwards', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await telephony.startMusic(leg, null);
    await lab.until('music', () => caller.hears('music'));
    const [before, meanwhile] = [s.newPlayback(), s.newPlayback()];
    await telephony.play(leg, [longSound], before);
    await lab.until('the prompt', () => caller.hears('long'));
    const recording = s.newRecording();
    await telephony.record(leg, recording, { maxSeconds: 60, silenceSeconds: null, endOnKey: '#', beep: false });
    await expect(s.playbackEnd(before)).resolves.toBe('stopped');
    await lab.until('silence', () => caller.hears('nothing'), 1_500);
    await telephony.play(leg, [shortSound], meanwhile);
    await lab.settle();
    expect(caller.hears('nothing')).toBe(true);
    await caller.press('#');
    await expect(s.recordingEnd(recording)).resolves.toBe('key');
    await lab.until('the prompt that waited', () => caller.hears('short'));
    await expect(s.playbackEnd(meanwhile)).resolves.toBe('played');
    await lab.until('silence', () => caller.hears('nothing'));
  });

  it('ends when its leg is put into a bridge, and in a bridge there is none', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-of-the-recorded');
    const { caller, leg, recording } = await s.recording({ endOnKey: '#' });
    const agent = await s.answeredDial(phone);
    const bridge = s.newBridge();
    await telephony.createBridge(bridge);
    await expect(telephony.join(bridge, [leg, agent])).resolves.toBe('done');
    await lab.until('both to hear each other', () => caller.hears('somebody') && phone.hears('somebody'), 2_000);
    await expect(s.recordingEnd(recording)).resolves.toBe('stopped');
    const none = s.newRecording();
    await expect(telephony.record(leg, none, { maxSeconds: 5, silenceSeconds: null, endOnKey: null, beep: false })).resolves.toBe('done');
    await expect(s.recordingEnd(none)).resolves.toBe('failed');
    await expect(telephony.recordingState(none)).resolves.toBe('gone');
    await expect(telephony.recordings()).resolves.toEqual([{ recording, state: 'ended' }]);
  });

  it('of a leg that is gone is none', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await caller.hangUp();
    await lab.until('the end to be told', () => s.storyOf(leg).includes('leg-gone hung-up'));
    const recording = s.newRecording();
    const limits = { maxSeconds: 5, silenceSeconds: null, endOnKey: null, beep: false };
    await expect(telephony.record(leg, recording, limits)).resolves.toBe('gone');
    await expect(telephony.stopRecording(recording)).resolves.toBe('gone');
    await lab.settle();
    expect(s.told('recording-ended')).toEqual([]);
  });

  it('goes on while the line is cut: what ended meanwhile is told as unknown, what did not ends as ever', async () => {
    const s = session();
    const { lab, telephony } = s;
    const leaving = await s.recording();
    const staying = await s.recording({ endOnKey: '#' });
    await lab.cutLine('openly');
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0);
    await leaving.caller.hangUp();
    await lab.settle();
    await lab.mendLine();
    await lab.until('the return to be told', () => s.told('pbx-ready').length > 0);
    await telephony.census();
    await expect(s.recordingEnd(leaving.recording)).resolves.toBe('unknown');
    await expect(telephony.recordingState(staying.recording)).resolves.toBe('under-way');
    await staying.caller.press('#');
    await expect(s.recordingEnd(staying.recording)).resolves.toBe('key');
    for (const { recording } of [leaving, staying]) await expectFetched(s, recording, { atLeast: 0.2, atMost: 10 });
    expect(s.told('recording-ended')).toHaveLength(2);
  });

  it('of a PBX that died is what was written until then', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { recording } = await s.recording();
    // What Asterisk holds in memory dies with it: four seconds' worth.
    for (const from = lab.now(); lab.now() - from < 6_000;) await lab.settle();
    await lab.restartPbx();
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0);
    await lab.until('the return to be told', () => s.told('pbx-ready').length > 0);
    await telephony.census();
    await expect(s.recordingEnd(recording)).resolves.toBe('unknown');
    await expect(telephony.recordings()).resolves.toEqual([{ recording, state: 'ended' }]);
    await expectFetched(s, recording, { atLeast: 1, atMost: 12 });
  });
}

/** The file says of itself what the PBX said of it, down to the last byte. */
async function expectFetched(s: LabSession, recording: RecordingId, seconds: { atLeast: number; atMost: number }): Promise<void> {
  const path = s.lab.newFile();
  const fetched = await s.telephony.fetchRecording(recording, path);
  if (typeof fetched === 'string') throw new Error(`the recording is ${fetched}`);
  const file = readFileSync(path);
  expect(file.length).toBe(fetched.bytes);
  expect(createHash('sha256').update(file).digest('hex')).toBe(fetched.sha256);
  expect([file.toString('latin1', 0, 4), file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual(['RIFF', file.length - 8, file.length - 44]);
  expect(fetched.seconds).toBeCloseTo((file.length - 44) / 16_000, 3);
  expect(fetched.seconds).toBeGreaterThanOrEqual(seconds.atLeast);
  expect(fetched.seconds).toBeLessThanOrEqual(seconds.atMost);
  expect(existsSync(`${path}.part`)).toBe(false);
}
