import { expect, it } from '@jest/globals';
import { longSound, missingSound, shortSound, type LabSession } from './telephony-lab.js';

/** What a caller's leg does, from the dial to the end. */
export function callersContract(session: () => LabSession): void {
  it('tells an arriving call with the number dialled, who calls, and the instant of the dial', async () => {
    const s = session();
    const { lab } = s;
    const before = lab.now();
    const { arrival } = await s.callArrives({ to: '5550123', from: '0698765432', name: 'Zoé "Z"' });
    expect(arrival).toMatchObject({ dialled: '5550123', caller: { number: '0698765432' }, answered: false });
    expect(arrival.caller.name).toContain('Zoé');
    expect(arrival.arrivedAt).toBeGreaterThanOrEqual(before - 1_000);
    expect(arrival.arrivedAt).toBeLessThanOrEqual(lab.now());
  });

  it('tells a caller who withholds the number as nobody', async () => {
    const s = session();
    const { arrival } = await s.callArrives({ from: null });
    expect(arrival.caller).toEqual({ number: null, name: null });
  });

  it('lets a caller hear ringing, then a prompt as early media, and answers only when told', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.callArrives();
    await expect(telephony.ring(leg)).resolves.toBe('done');
    await lab.until('the caller to hear ringing', () => caller.hearsRinging);
    const playback = s.newPlayback();
    await expect(telephony.play(leg, [shortSound], playback)).resolves.toBe('done');
    await lab.until('the prompt to be heard', () => caller.hears('short'));
    await expect(s.playbackEnd(playback)).resolves.toBe('played');
    expect(caller.answered).toBe(false);
    await expect(telephony.answer(leg)).resolves.toBe('done');
    await lab.until('the caller to be answered', () => caller.answered);
  });

  it('answers at once, cutting what is played before the answer', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.callArrives();
    const playback = s.newPlayback();
    await telephony.play(leg, [longSound], playback);
    await lab.until('the prompt to be heard', () => caller.hears('long'));
    await expect(telephony.answer(leg)).resolves.toBe('done');
    await lab.until('the caller to be answered', () => caller.answered, 1_500);
    await expect(s.playbackEnd(playback)).resolves.toBe('stopped');
  });

  it('plays one sound after the other, and one playback after the other', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    const [first, second] = [s.newPlayback(), s.newPlayback()];
    await telephony.play(leg, [shortSound, shortSound], first);
    await telephony.play(leg, [longSound], second);
    await lab.until('the first prompt to be heard', () => caller.hears('short'));
    await expect(s.playbackEnd(first)).resolves.toBe('played');
    await lab.until('the second prompt to be heard', () => caller.hears('long'));
    await expect(telephony.stopPlayback(second)).resolves.toBe('done');
    await expect(s.playbackEnd(second)).resolves.toBe('stopped');
    await lab.until('the caller to hear nothing', () => caller.hears('nothing'));
    await expect(telephony.stopPlayback(second)).resolves.toBe('gone');
  });

  it('calls a playback with a missing file unplayable, wherever the file is in it, and plays the others', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    for (const sounds of [[missingSound], [shortSound, missingSound], [missingSound, shortSound], [shortSound, missingSound, shortSound]]) {
      const playback = s.newPlayback();
      await expect(telephony.play(leg, sounds, playback)).resolves.toBe('done');
      if (sounds.includes(shortSound)) await lab.until('the other file to be heard', () => caller.hears('short'));
      await expect(s.playbackEnd(playback)).resolves.toBe('unplayable');
    }
  });

  it('plays music until told otherwise, also after a prompt that interrupted it', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await expect(telephony.startMusic(leg, null)).resolves.toBe('done');
    await lab.until('music', () => caller.hears('music'));
    const playback = s.newPlayback();
    await telephony.play(leg, [shortSound], playback);
    await lab.until('the prompt to be heard', () => caller.hears('short'));
    await s.playbackEnd(playback);
    await lab.until('music again', () => caller.hears('music'));
    await expect(telephony.stopMusic(leg)).resolves.toBe('done');
    await lab.until('silence', () => caller.hears('nothing'));
  });

  it('repeats a sound as music, a prompt in between not waiting for its end', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await telephony.startMusic(leg, shortSound);
    for (let turn = 0; turn < 3; turn += 1) {
      await lab.until('the sound', () => caller.hears('short'));
      await lab.settle();
    }
    await telephony.startMusic(leg, longSound);
    await lab.until('the other sound', () => caller.hears('long'));
    const playback = s.newPlayback();
    await telephony.play(leg, [shortSound], playback);
    await lab.until('the prompt', () => caller.hears('short'), 2_000);
    await expect(s.playbackEnd(playback)).resolves.toBe('played');
    await lab.until('the music again', () => caller.hears('long'));
    await telephony.stopMusic(leg);
    await lab.until('silence', () => caller.hears('nothing'), 3_000);
  });

  it('tells each key that a caller presses', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await telephony.play(leg, [longSound], s.newPlayback());
    await caller.press('10#*');
    await lab.until('four keys', () => s.storyOf(leg).filter((line) => line.startsWith('digit')).length >= 4);
    expect(s.storyOf(leg).filter((line) => line.startsWith('digit'))).toEqual(['digit 1', 'digit 0', 'digit #', 'digit *']);
  });

  it.each(['busy', 'unallocated', 'failed'] as const)('turns a caller away as %s without answering', async (why) => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.callArrives();
    await expect(telephony.hangUp(leg, why)).resolves.toBe('done');
    await lab.until('the caller to be turned away', () => caller.ended !== null);
    expect(caller.ended).toBe(why);
    expect(caller.answered).toBe(false);
    await lab.settle();
    expect(s.storyOf(leg)).toEqual(['call-arrived', 'leg-gone hung-up']);
  });

  it('tells once that a caller hung up: while it rings, while a prompt plays, while music plays', async () => {
    const s = session();
    const { lab, telephony } = s;
    const ringing = await s.callArrives();
    await telephony.ring(ringing.leg);
    const listening = await s.answeredCall();
    await telephony.play(listening.leg, [longSound], s.newPlayback());
    const waiting = await s.answeredCall();
    await telephony.startMusic(waiting.leg, null);
    for (const { caller, leg } of [ringing, listening, waiting]) {
      await caller.hangUp();
      await lab.until('the end to be told', () => s.storyOf(leg).includes('leg-gone hung-up'));
    }
    await lab.settle();
    for (const { leg } of [ringing, listening, waiting]) expect(s.storyOf(leg)).toEqual(['call-arrived', 'leg-gone hung-up']);
    expect(s.told('playback-ended')).toEqual([]);
  });
}
