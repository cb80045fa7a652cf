import { brandId, recordingId, type BridgeId, type LegId, type PlaybackId, type RecordingId } from '../../src/core/kernel/ids.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type {
  DialRequest,
  PlaybackEnd,
  RecordingEnd,
  RecordingLimits,
  Sound,
  Telephony,
  TelephonyEvent,
} from '../../src/core/ports/telephony.js';

/** What somebody can be found to hear. `somebody`: the other end of the conversation. */
export type Audible = 'nothing' | 'music' | 'somebody' | 'short' | 'long' | 'ring-tone';

export interface LabCaller {
  readonly answered: boolean;
  readonly hearsRinging: boolean;
  /** Null while the call lives. */
  readonly ended: 'hung-up' | 'released' | 'busy' | 'unallocated' | 'failed' | null;
  hears(what: Audible): boolean;
  /** `rtp`: as events in the audio. `info`: each in a message of its own. */
  press(digits: string, by?: 'rtp' | 'info'): Promise<void>;
  /** Speaks until told otherwise. */
  says(what: 'something' | 'nothing'): Promise<void>;
  hangUp(): Promise<void>;
}

export interface LabPhone {
  readonly name: string;
  /** Calls so far. */
  readonly calls: number;
  readonly rings: boolean;
  readonly talks: boolean;
  /** The number that it shows for the last call. */
  readonly shows: string | null;
  /** The number that the last call asserts to be truly its own, if any. */
  readonly asserted: string | null;
  /** The last three are what a carrier says of a number: nobody picks up, no such number, no line free. */
  behaves(how: 'answer' | 'ring' | 'busy' | 'refuse' | 'no-answer' | 'unallocated' | 'congested'): void;
  hears(what: Audible): boolean;
  /** Picks up a phone that rings. */
  answer(): Promise<void>;
  hangUp(): Promise<void>;
  /** Off the PBX's map, and back on it. */
  unregister(): Promise<void>;
  register(): Promise<void>;
  dial(number: string): Promise<void>;
}

/** A PBX, real or not, with people at the ends of its lines. */
export interface TelephonyLab {
  readonly telephony: Telephony;
  /** Everything told so far, in order. */
  readonly events: readonly TelephonyEvent[];
  now(): Instant;
  /** Lets time pass until `look` is true; rejects, saying `what` was awaited, when that takes longer than 15 s or `withinMs`. */
  until(what: string, look: () => boolean, withinMs?: number): Promise<void>;
  /** Lets so much time pass that anything under way has arrived: for what must not happen. */
  settle(): Promise<void>;
  callArrives(call: { to: string; from: string | null; name?: string }): Promise<LabCaller>;
  /** A provisioned and registered phone. */
  phone(name: string): Promise<LabPhone>;
  /** The far end of the trunk: it answers, or not, for every number. */
  readonly carrier: LabPhone;
  /** The dial string of a number behind the trunk; one number in each lab. */
  readonly outsideNumber: string;
  /** A path for a file, not used yet, in a directory that goes with the lab. */
  newFile(): string;
  /** Breaks the line between PBX and backend: openly, or so that packets just vanish. */
  cutLine(how: 'openly' | 'silently'): Promise<void>;
  mendLine(): Promise<void>;
  /** The PBX dies and is started again. */
  restartPbx(): Promise<void>;
  /** Hangs up whoever is left. */
  clearUp(): Promise<void>;
  close(): Promise<void>;
}

/** Half a second, and much longer than any test looks. The third does not exist. */
export const shortSound: Sound = { kind: 'upload', audioId: 'short' };
export const longSound: Sound = { kind: 'upload', audioId: 'long' };
export const missingSound: Sound = { kind: 'upload', audioId: 'missing' };

type EventOf<Type extends TelephonyEvent['type']> = Extract<TelephonyEvent, { type: Type }>;

/** The lab in the words of the contract: things with names that are never used twice, and questions about what was told. */
export class LabSession {
  private named = 0;
  private seen = 0;

  constructor(readonly lab: TelephonyLab) {}

  get telephony(): Telephony {
    return this.lab.telephony;
  }

  newLeg(): LegId {
    return brandId<LegId>(`${this.telephony.node}:${this.name('leg')}`);
  }

  newBridge(): BridgeId {
    return brandId<BridgeId>(`${this.telephony.node}:${this.name('bridge')}`);
  }

  newPlayback(): PlaybackId {
    return brandId<PlaybackId>(this.name('playback'));
  }

  newRecording(): RecordingId {
    return recordingId(this.telephony.node, this.name('recording'));
  }

  /** From here on `told` looks at what comes after. */
  beginTest(): void {
    this.seen = this.lab.events.length;
  }

  told<Type extends TelephonyEvent['type']>(type: Type): EventOf<Type>[] {
    return this.lab.events.slice(this.seen).filter((event): event is EventOf<Type> => event.type === type);
  }

  /** What was told of one leg, as words: `leg-ringing`, `digit 5`, `leg-gone busy`. */
  storyOf(leg: LegId): string[] {
    return this.lab.events.slice(this.seen).flatMap((event) => {
      if (!('leg' in event) || event.leg !== leg) return [];
      if (event.type === 'leg-gone') return [`leg-gone ${event.end}`];
      return event.type === 'digit' ? [`digit ${event.digit}`] : [event.type];
    });
  }

  async callArrives(
    call: { to?: string; from?: string | null; name?: string } = {},
  ): Promise<{ caller: LabCaller; leg: LegId; arrival: EventOf<'call-arrived'> }> {
    const before = this.told('call-arrived').length;
    const { to = '5550100', from = '0612345678', name } = call;
    const caller = await this.lab.callArrives({ to, from, ...(name === undefined ? {} : { name }) });
    await this.lab.until('the call to be told', () => this.told('call-arrived').length > before);
    const arrival = this.told('call-arrived').at(-1);
    if (arrival === undefined) throw new Error('the call was not told');
    return { caller, leg: arrival.leg, arrival };
  }

  async answeredCall(): Promise<{ caller: LabCaller; leg: LegId }> {
    const { caller, leg } = await this.callArrives();
    await this.telephony.answer(leg);
    await this.lab.until('the caller to be answered', () => caller.answered);
    return { caller, leg };
  }

  async dial(phone: LabPhone, more: Partial<DialRequest> = {}): Promise<LegId> {
    const leg = this.newLeg();
    const request = {
      leg,
      endpoint: this.telephony.phoneEndpoint(phone.name),
      from: { number: '0612345678', name: 'Ann' },
      assertedIdentity: null,
    };
    await this.telephony.dial({ ...request, giveUpAfterSeconds: 30, saved: null, language: 'en', ...more });
    return leg;
  }

  async answeredDial(phone: LabPhone): Promise<LegId> {
    phone.behaves('answer');
    const leg = await this.dial(phone);
    await this.lab.until('the phone to answer', () => this.storyOf(leg).includes('leg-answered') && phone.talks);
    return leg;
  }

  /** A caller and an agent who hear each other. */
  async conversation(phone: LabPhone): Promise<{ caller: LabCaller; callerLeg: LegId; agentLeg: LegId; bridge: BridgeId }> {
    const { caller, leg: callerLeg } = await this.answeredCall();
    const agentLeg = await this.answeredDial(phone);
    const bridge = this.newBridge();
    await this.telephony.createBridge(bridge);
    await this.telephony.join(bridge, [callerLeg, agentLeg]);
    await this.lab.until('both to hear each other', () => caller.hears('somebody') && phone.hears('somebody'));
    return { caller, callerLeg, agentLeg, bridge };
  }

  async playbackEnd(playback: PlaybackId): Promise<PlaybackEnd> {
    const ended = (): EventOf<'playback-ended'> | undefined => this.told('playback-ended').find((event) => event.playback === playback);
    await this.lab.until('the playback to end', () => ended() !== undefined);
    return ended()?.end ?? 'unplayable';
  }

  /** A caller who is being recorded. */
  async recording(limits: Partial<RecordingLimits> = {}): Promise<{ caller: LabCaller; leg: LegId; recording: RecordingId }> {
    const { caller, leg } = await this.answeredCall();
    const recording = this.newRecording();
    const none = { maxSeconds: 60, silenceSeconds: null, endOnKey: null, beep: false };
    const done = await this.telephony.record(leg, recording, { ...none, ...limits });
    if (done === 'gone') throw new Error('the caller is gone');
    await this.lab.settle();
    return { caller, leg, recording };
  }

  async recordingEnd(recording: RecordingId): Promise<RecordingEnd | undefined> {
    const ended = (): EventOf<'recording-ended'> | undefined => this.told('recording-ended').find((event) => event.recording === recording);
    await this.lab.until('the recording to end', () => ended() !== undefined);
    return ended()?.end;
  }

  private name(kind: string): string {
    this.named += 1;
    return `${kind}-${String(process.pid)}-${String(this.named)}`;
  }
}
