import { brandId, type BridgeId, type LegId, type PlaybackId, type RecordingId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import type { Census, LegEnd, PlaybackEnd, RecordingLimits, Tapping, TelephonyEvent } from '../../../src/core/ports/telephony.js';
import { FakeAudio, type FakeSounds, type Heard } from './fake-audio.js';
import type { FakeBridge, FakeLeg } from './fake-leg.js';
import { FakeRecordings } from './fake-recordings.js';

const NOBODY = { number: null, name: null };

/** The state of the fake PBX: legs and bridges, who hears what, and what is told of it. Knows nothing of requests or the line. */
export class FakePbx {
  readonly legs = new Map<LegId, FakeLeg>();
  readonly bridges = new Map<BridgeId, FakeBridge>();
  readonly recordings: FakeRecordings;
  startedAt: Instant;
  private legsSoFar = 0;
  /** Playbacks whose end was not told because the line was down. */
  private untold: { readonly playback: PlaybackId; readonly stillThere: () => boolean }[] = [];

  constructor(
    readonly node: string,
    private readonly clock: Clock,
    readonly sounds: FakeSounds,
    readonly emit: (event: TelephonyEvent, missed?: () => void) => void,
  ) {
    this.startedAt = clock.now();
    this.recordings = new FakeRecordings(clock, emit);
  }

  nextLegId(): LegId {
    this.legsSoFar += 1;
    return brandId<LegId>(`${this.node}:pbx-${String(this.legsSoFar)}`);
  }

  addLeg(
    facts: Pick<FakeLeg, 'id' | 'direction' | 'dialled' | 'caller' | 'onEnd'> &
      Partial<Pick<FakeLeg, 'saved' | 'language' | 'overhears' | 'answered'>>,
  ): FakeLeg {
    const heard: Heard[] = [];
    const ended = this.tellingOf(() => leg.ended === null);
    const leg: FakeLeg = {
      saved: null,
      language: '',
      overhears: null,
      answered: false,
      ...facts,
      arrivedAt: this.clock.now(),
      heard,
      audio: new FakeAudio(this.clock, this.sounds, () => [heard], ended),
      speaks: true,
      ringing: false,
      bridge: null,
      ended: null,
      timers: [],
    };
    this.legs.set(leg.id, leg);
    return leg;
  }

  endLeg(leg: FakeLeg, end: LegEnd, forwardsTo?: string): void {
    if (leg.ended !== null) return;
    this.leaveBridge(leg);
    leg.ended = end;
    leg.audio.end();
    for (const timer of leg.timers) timer.stop();
    this.legs.delete(leg.id);
    this.emit({ type: 'leg-gone', leg: leg.id, end, ...(forwardsTo === undefined ? {} : { forwardsTo }) });
    this.recordings.legLeft(leg, 'hung-up');
    for (const tap of [...this.legs.values()].filter(({ overhears }) => overhears?.leg === leg.id)) this.endLeg(tap, 'hung-up');
    leg.onEnd(end);
  }

  record(id: LegId, recording: RecordingId, limits: RecordingLimits): 'done' | 'gone' | 'unanswered' {
    const leg = this.legs.get(id);
    if (leg === undefined) return 'gone';
    if (!leg.answered) return 'unanswered';
    this.recordings.begin(leg, recording, limits);
    return 'done';
  }

  addTap(leg: FakeLeg, id: LegId, tapping: Tapping): void {
    if (this.legs.has(id)) throw new Error(`leg id ${id} used twice`);
    const overhears = { leg: leg.id, ...tapping };
    this.addLeg({ id, direction: 'tap', dialled: '', caller: NOBODY, answered: true, overhears, onEnd: () => undefined });
  }

  press(leg: FakeLeg, digit: string): void {
    if (leg.ended !== null) return;
    this.emit({ type: 'digit', leg: leg.id, digit });
    this.recordings.keyPressed(leg, digit);
  }

  addBridge(id: BridgeId): void {
    if (this.bridges.has(id)) throw new Error(`bridge id ${id} used twice: that can crash a real PBX`);
    const legs = new Set<FakeLeg>();
    const ended = this.tellingOf(() => this.bridges.has(id));
    const ears = (): Heard[][] => [...legs].map((leg) => leg.heard);
    this.bridges.set(id, { id, legs, audio: new FakeAudio(this.clock, this.sounds, ears, ended) });
  }

  joinBridge(bridge: FakeBridge, leg: FakeLeg): void {
    if (leg.bridge === bridge.id) return;
    this.leaveBridge(leg);
    leg.bridge = bridge.id;
    this.recordings.legLeft(leg, 'stopped');
    leg.audio.enterBridge();
    bridge.legs.add(leg);
    refreshConversation(bridge);
  }

  leaveBridge(leg: FakeLeg): void {
    const bridge = leg.bridge === null ? undefined : this.bridges.get(leg.bridge);
    if (bridge === undefined) return;
    leg.bridge = null;
    bridge.legs.delete(leg);
    leg.audio.converse(false);
    refreshConversation(bridge);
  }

  removeBridge(bridge: FakeBridge): void {
    bridge.audio.end();
    for (const leg of bridge.legs) this.leaveBridge(leg);
    this.bridges.delete(bridge.id);
  }

  /** Where this playback is queued or heard. */
  holding(playback: PlaybackId): FakeAudio | undefined {
    const audios = [...this.legs.values(), ...this.bridges.values()].map((holder) => holder.audio);
    return audios.find((audio) => audio.playbacks.includes(playback));
  }

  census(): Census {
    return {
      legs: [...this.legs.values()].map(({ id, direction, dialled, caller, arrivedAt, answered, language, saved, bridge, overhears }) => {
        const tapped = overhears === null ? {} : { overhears: overhears.leg };
        return { leg: id, direction, dialled, caller, arrivedAt, answered, language, saved, bridge, ...tapped };
      }),
      bridges: [...this.bridges.values()].map((bridge) => ({ bridge: bridge.id, legs: [...bridge.legs].map((leg) => leg.id) })),
      startedAt: this.startedAt,
    };
  }

  /** Everything that is still open, one line each; empty when the PBX is at rest. */
  leftovers(): string[] {
    const holders = [...this.legs.values(), ...this.bridges.values()].flatMap((holder) => [
      `${holder.id} (${'legs' in holder ? 'bridge' : holder.direction})`,
      ...holder.audio.playbacks.map((playback) => `playback ${playback} on ${holder.id}`),
    ]);
    return [...holders, ...this.recordings.all().map(({ recording, state }) => `recording ${recording} (${state})`)];
  }

  /** A new process hears nothing of what the one before it missed. */
  forgetMissedEnds(): void {
    this.untold = [];
    this.recordings.forgetUnseen();
  }

  /** A playback that ended while the line was down is told as played, as long as there is somebody who heard it; a recording as unseen. */
  tellMissedEnds(): void {
    this.recordings.tellUnseen();
    const untold = this.untold.filter(({ stillThere }) => stillThere());
    this.untold = [];
    for (const { playback } of untold) this.emit({ type: 'playback-ended', playback, end: 'played' });
  }

  private tellingOf(stillThere: () => boolean): (playback: PlaybackId, end: PlaybackEnd) => void {
    return (playback, end) => this.emit({ type: 'playback-ended', playback, end }, () => this.untold.push({ playback, stillThere }));
  }
}

function refreshConversation(bridge: FakeBridge): void {
  for (const leg of bridge.legs) leg.audio.converse(bridge.legs.size > 1);
}
