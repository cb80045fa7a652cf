import type { BridgeId, LegId, PlaybackId, RecordingId } from '../../../src/core/kernel/ids.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import type {
  Census,
  DialRequest,
  Done,
  FetchedRecording,
  KeptRecording,
  Party,
  PhoneAccount,
  RecordingLimits,
  RingTone,
  Sound,
  Tapping,
  Telephony,
  TelephonyEvent,
} from '../../../src/core/ports/telephony.js';
import { FakeSounds } from './fake-audio.js';
import type { FakeCaller } from './fake-caller.js';
import { FakeCallers, type CallPlaced } from './fake-callers.js';
import type { FakeLeg } from './fake-leg.js';
import { FakePbx } from './fake-pbx.js';
import type { FakePhone } from './fake-phone.js';
import { FakePhones } from './fake-phones.js';
import type { FakeRecordings } from './fake-recordings.js';
import { FakeWire, type WireFaults } from './fake-wire.js';

/**
 * The telephony port without a telephone: a PBX, callers and phones in virtual time. Requests take effect and events arrive through the
 * clock only, so nothing happens inside a call to it and a run with the same inputs is the same run.
 */
export class FakeTelephony implements Telephony {
  readonly sounds = new FakeSounds();
  private readonly wire: FakeWire;
  private readonly pbx: FakePbx;
  private readonly phones: FakePhones;
  private readonly outside: FakeCallers;

  constructor(
    private readonly clock: Clock,
    readonly node = 'pbx1',
  ) {
    this.wire = new FakeWire(clock);
    this.pbx = new FakePbx(node, clock, this.sounds, (event, missed) => this.wire.emit(event, missed));
    this.phones = new FakePhones(clock, this.pbx);
    this.outside = new FakeCallers(clock, this.pbx);
  }

  callArrives(call: CallPlaced): FakeCaller {
    return this.outside.arrives(call, !this.wire.up);
  }

  get callers(): FakeCaller[] {
    return this.outside.everybody;
  }

  get recorder(): FakeRecordings {
    return this.pbx.recordings;
  }

  /** The phone of this account, registered from the first mention on. */
  phone(name: string): FakePhone {
    return this.phones.at(this.phoneEndpoint(name));
  }

  /** Whoever answers at this dial string, e.g. a number behind a trunk. */
  endpoint(dialString: string): FakePhone {
    return this.phones.at(dialString);
  }

  set faults(faults: WireFaults) {
    this.wire.faults = faults;
  }

  get faults(): WireFaults {
    return this.wire.faults;
  }

  /** `pbx-lost`; calls live on, requests under way reject, events are missed for good. */
  loseConnection(): void {
    this.wire.lose(this.node);
  }

  /** `pbx-ready`, then the callers who waited outside and the state of every phone. */
  restoreConnection(): void {
    if (this.wire.up) return;
    this.wire.restore(this.node);
    this.outside.comeIn();
    this.phones.tellAll();
  }

  /** The PBX dies with every call on it and is back up, though the line to it is not: `restoreConnection` follows. */
  restartPbx(): void {
    this.loseConnection();
    for (const bridge of [...this.pbx.bridges.values()]) this.pbx.removeBridge(bridge);
    for (const leg of [...this.pbx.legs.values()]) this.pbx.endLeg(leg, 'failed');
    this.pbx.startedAt = this.clock.now();
  }

  /** Legs, bridges, playbacks and recordings still there, one line each. */
  leftovers(): string[] {
    return this.pbx.leftovers();
  }

  /** What is on the PBX now, seen from beside it: no request, no delay. */
  look(): Census {
    return this.pbx.census();
  }

  /** Requests and events between the PBX and us: none when both know the same. */
  get underWay(): number {
    return this.wire.underWay;
  }

  // The port.

  listen(listener: (event: TelephonyEvent) => void): void {
    this.pbx.forgetMissedEnds();
    this.wire.listen(listener);
  }

  get ready(): boolean {
    return this.wire.up;
  }

  answer(id: LegId): Promise<Done> {
    return this.onLeg(id, (leg) => {
      leg.audio.stopPlaybacks();
      leg.answered = true;
      leg.ringing = false;
    });
  }

  ring(id: LegId): Promise<Done> {
    return this.onLeg(id, (leg) => {
      leg.ringing = !leg.answered;
    });
  }

  setLanguage(id: LegId, language: string): Promise<Done> {
    return this.onLeg(id, (leg) => {
      leg.language = language;
    });
  }

  show(id: LegId, party: Party): Promise<Done> {
    return this.onLeg(id, (leg) => this.phones.show(leg, party));
  }

  hangUp(id: LegId, why: 'normal' | 'busy' | 'unallocated' | 'failed'): Promise<Done> {
    return this.onLeg(id, (leg) => {
      this.outside.release(leg, why);
      this.pbx.endLeg(leg, leg.direction === 'outbound' && !leg.answered ? 'cancelled' : 'hung-up');
    });
  }

  startMusic(id: LegId, sound: Sound | RingTone | null): Promise<Done> {
    return this.onLeg(id, (leg) => leg.audio.startMusic(sound));
  }

  stopMusic(id: LegId): Promise<Done> {
    return this.onLeg(id, (leg) => leg.audio.stopMusic());
  }

  play(target: LegId | BridgeId, sounds: readonly Sound[], playback: PlaybackId): Promise<Done> {
    return this.wire.request(() => {
      const audio = this.pbx.legs.get(target as LegId)?.audio ?? this.pbx.bridges.get(target as BridgeId)?.audio;
      audio?.play(playback, sounds);
      return audio === undefined ? 'gone' : 'done';
    });
  }

  stopPlayback(playback: PlaybackId): Promise<Done> {
    return this.wire.request(() => {
      const audio = this.pbx.holding(playback);
      audio?.stop(playback);
      return audio === undefined ? 'gone' : 'done';
    });
  }

  async record(id: LegId, recording: RecordingId, limits: RecordingLimits): Promise<Done> {
    const outcome = await this.wire.request(() => this.pbx.record(id, recording, limits));
    if (outcome === 'unanswered') throw new Error(`${id} was not answered: a real PBX would answer it to record it`);
    return outcome;
  }

  muteRecording(recording: RecordingId): Promise<Done> {
    return this.wire.request(() => (this.pbx.recordings.mute(recording, true) ? 'done' : 'gone'));
  }

  unmuteRecording(recording: RecordingId): Promise<Done> {
    return this.wire.request(() => (this.pbx.recordings.mute(recording, false) ? 'done' : 'gone'));
  }

  stopRecording(recording: RecordingId): Promise<Done> {
    return this.wire.request(() => (this.pbx.recordings.stop(recording) ? 'done' : 'gone'));
  }

  recordingState(recording: RecordingId): Promise<KeptRecording['state'] | 'gone'> {
    return this.wire.request(() => this.pbx.recordings.stateOf(recording));
  }

  recordings(): Promise<readonly KeptRecording[]> {
    return this.wire.request(() => this.pbx.recordings.all());
  }

  fetchRecording(recording: RecordingId, intoFile: string): Promise<FetchedRecording | 'under-way' | 'gone'> {
    if (this.recorder.unwritable) return Promise.reject(new Error('ENOSPC: no space left on device'));
    return this.wire.request(() => this.pbx.recordings.fetch(recording, intoFile));
  }

  removeRecording(recording: RecordingId): Promise<Done> {
    return this.wire.request(() => (this.pbx.recordings.remove(recording) ? 'done' : 'gone'));
  }

  dial(request: DialRequest): Promise<Done> {
    return this.wire.request(() => {
      this.phones.dial(request);
      return 'done';
    });
  }

  tap(id: LegId, tapLeg: LegId, tapping: Tapping): Promise<Done> {
    if (this.recorder.refusesTaps) return Promise.reject(new Error('no such module'));
    return this.onLeg(id, (leg) => this.pbx.addTap(leg, tapLeg, tapping));
  }

  answerTransfer(id: LegId, outcome: 'accepted' | 'refused'): Promise<Done> {
    return this.wire.request(() => (this.phones.answerTransfer(id, outcome) ? 'done' : 'gone'));
  }

  createBridge(id: BridgeId): Promise<Done> {
    return this.wire.request(() => {
      this.pbx.addBridge(id);
      return 'done';
    });
  }

  join(id: BridgeId, legIds: readonly LegId[]): Promise<Done> {
    return this.wire.request(() => {
      const bridge = this.pbx.bridges.get(id);
      const legs = legIds.map((legId) => this.pbx.legs.get(legId)).filter((leg) => leg !== undefined);
      if (bridge === undefined || legs.length < legIds.length) return 'gone';
      for (const leg of legs) this.pbx.joinBridge(bridge, leg);
      return 'done';
    });
  }

  leave(id: BridgeId, legId: LegId): Promise<Done> {
    return this.wire.request(() => {
      const leg = this.pbx.legs.get(legId);
      if (leg?.bridge !== id) return 'gone';
      this.pbx.leaveBridge(leg);
      return 'done';
    });
  }

  destroyBridge(id: BridgeId): Promise<Done> {
    return this.wire.request(() => {
      const bridge = this.pbx.bridges.get(id);
      if (bridge === undefined) return 'gone';
      this.pbx.removeBridge(bridge);
      return 'done';
    });
  }

  save(id: LegId, text: string): Promise<Done> {
    return this.onLeg(id, (leg) => {
      leg.saved = text;
    });
  }

  census(): Promise<Census> {
    return this.wire.request(() => {
      this.pbx.tellMissedEnds();
      return this.pbx.census();
    });
  }

  provisionPhone(account: PhoneAccount): Promise<void> {
    return this.wire.request(() => this.phones.provision(account));
  }

  removePhone(name: string): Promise<void> {
    return this.wire.request(() => this.phones.remove(name));
  }

  phoneEndpoint(name: string): string {
    return `PJSIP/${name}`;
  }

  private onLeg(id: LegId, act: (leg: FakeLeg) => void): Promise<Done> {
    return this.wire.request(() => {
      const leg = this.pbx.legs.get(id);
      if (leg === undefined) return 'gone';
      act(leg);
      return 'done';
    });
  }
}
