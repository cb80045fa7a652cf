import { expect, it } from '@jest/globals';
import type { LegId, RecordingId } from '../../src/core/kernel/ids.js';
import type { Tapping } from '../../src/core/ports/telephony.js';
import type { LabSession } from './telephony-lab.js';

const ENDLESS = { maxSeconds: null, silenceSeconds: null, endOnKey: null, beep: false };

/** Legs that overhear others: a conversation that is recorded, a supervisor who listens. */
export function tapsContract(session: () => LabSession): void {
  const tapped = async (leg: LegId, tapping: Tapping): Promise<LegId> => {
    const tap = session().newLeg();
    await expect(session().telephony.tap(leg, tap, tapping)).resolves.toBe('done');
    return tap;
  };
  const recorded = async (leg: LegId, hears: Tapping['hears']): Promise<{ tap: LegId; recording: RecordingId }> => {
    const recording = session().newRecording();
    const tap = await tapped(leg, { hears, speaksTo: 'nobody' });
    await expect(session().telephony.record(tap, recording, ENDLESS)).resolves.toBe('done');
    return { tap, recording };
  };

  it('records a conversation without a limit, unnoticed, and ends with the leg that is overheard', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-taped');
    const { caller, callerLeg } = await s.conversation(phone);
    const sides = [await recorded(callerLeg, 'says'), await recorded(callerLeg, 'hears')];
    await lab.settle();
    expect(caller.hears('somebody') && phone.hears('somebody')).toBe(true);
    expect(s.told('recording-ended')).toEqual([]);
    await caller.hangUp();
    for (const { recording } of sides) await expect(s.recordingEnd(recording)).resolves.toBe('hung-up');
    for (const { tap } of sides) expect(s.storyOf(tap)).toEqual(['leg-gone hung-up']);
    for (const { recording } of sides) {
      const fetched = await telephony.fetchRecording(recording, lab.newFile());
      expect(fetched).toMatchObject({ seconds: expect.any(Number) });
    }
    await telephony.removeRecording(sides[0]!.recording);
  });

  it('leaves silence where it was muted, and the time goes on', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    const { recording } = await recorded(leg, 'says');
    await expect(telephony.muteRecording(recording)).resolves.toBe('done');
    await lab.settle();
    await lab.settle();
    await expect(telephony.unmuteRecording(recording)).resolves.toBe('done');
    await caller.hangUp();
    await s.recordingEnd(recording);
    const fetched = await telephony.fetchRecording(recording, lab.newFile());
    expect(typeof fetched === 'string' ? 0 : fetched.seconds).toBeGreaterThan(0.6);
    await expect(telephony.muteRecording(recording)).resolves.toBe('gone');
    await expect(telephony.unmuteRecording(recording)).resolves.toBe('gone');
  });

  it('is counted with the leg that it overhears, and goes on when the line was cut', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    const { tap, recording } = await recorded(leg, 'says');
    expect((await telephony.census()).legs.find((counted) => counted.leg === tap)).toMatchObject({ direction: 'tap', overhears: leg });
    await lab.cutLine('openly');
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0, 1_000);
    await lab.mendLine();
    await lab.until('the return to be told', () => s.told('pbx-ready').length > 0, 5_000);
    expect((await telephony.census()).legs.map((counted) => counted.leg).sort()).toEqual([leg, tap].sort());
    await expect(telephony.recordingState(recording)).resolves.toBe('under-way');
    await expect(telephony.muteRecording(recording)).resolves.toBe('done');
    await caller.hangUp();
    await lab.until('its end to be told', () => s.storyOf(tap).includes('leg-gone hung-up'));
  });

  it('brings whoever is in a bridge with it into the conversation, heard by the one leg alone', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-coached');
    const { agentLeg } = await s.conversation(phone);
    const { caller: supervisor, leg: supervisorLeg } = await s.answeredCall();
    const bridge = s.newBridge();
    await telephony.createBridge(bridge);
    const tap = await tapped(agentLeg, { hears: 'both', speaksTo: 'leg' });
    await expect(telephony.join(bridge, [tap, supervisorLeg])).resolves.toBe('done');
    await lab.until('the supervisor to hear the agent', () => supervisor.hears('somebody'));
    await expect(telephony.hangUp(tap, 'normal')).resolves.toBe('done');
    await lab.until('its end to be told', () => s.storyOf(tap).includes('leg-gone hung-up'));
    expect(phone.hears('somebody')).toBe(true);
    await lab.until('the supervisor to hear nothing', () => supervisor.hears('nothing'));
  });

  it('is gone when there is no leg to overhear', async () => {
    const s = session();
    const { caller, leg } = await s.answeredCall();
    await caller.hangUp();
    await s.lab.until('the end to be told', () => s.storyOf(leg).includes('leg-gone hung-up'));
    await expect(s.telephony.tap(leg, s.newLeg(), { hears: 'both', speaksTo: 'nobody' })).resolves.toBe('gone');
  });
}
