import type { BridgeId, LegId, PlaybackId, RecordingId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** What telephony normally answers to a request about a leg, bridge or playback: it was done, or the thing is no longer there. */
export type Done = 'done' | 'gone';

/**
 * Something to hear. A builtin is one of `sounds/`, and `pbx` one of the PBX's own: both are spoken in the leg's language. An upload is a file
 * of the audio library.
 */
export type Sound =
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'pbx'; readonly name: string }
  | { readonly kind: 'upload'; readonly audioId: string }
  /** A text that was spoken by a synthesiser, see `Speech`. */
  | { readonly kind: 'speech'; readonly speechId: string }
  /** What a caller left. */
  | { readonly kind: 'voicemail'; readonly voicemailId: string };

/** The tone of a telephone that rings at the far end, as the leg's country knows it; without end, so it is for `startMusic`. */
export interface RingTone {
  readonly kind: 'ring-tone';
}

/** Number and name as a telephone shows them. The number is E.164 where known, else as the carrier wrote it; null when withheld. */
export interface Party {
  readonly number: string | null;
  readonly name: string | null;
}

export interface DialRequest {
  /** Chosen by us, so that no event of the leg can precede its listener. */
  readonly leg: LegId;
  /** What the PBX dials, e.g. `PJSIP/agent-42`. */
  readonly endpoint: string;
  readonly from: Party;
  /** More than the name of `from` for the phone's display, where it can show it: one line. */
  readonly display?: string;
  /** E.164; goes out as P-Asserted-Identity, beside `from`: the number that a carrier shows whatever else it would set. Null: none. */
  readonly assertedIdentity: string | null;
  /** The PBX gives up by itself after this long; a safety net for a backend that died, longer than our own timer. */
  readonly giveUpAfterSeconds: number;
  /** State kept on the leg itself, see `save`. */
  readonly saved: string | null;
  readonly language: string;
}

/**
 * Why a leg ended, in words common to all PBXs. Of a leg that we dialled and that did not answer: `busy`, `refused`, `no-answer` were said by
 * the far end or its carrier; `unreachable`: there is no such number, phone or way to it; `cancelled`: we hung up first.
 */
export type LegEnd = 'hung-up' | 'busy' | 'refused' | 'no-answer' | 'unreachable' | 'cancelled' | 'failed';

export type PlaybackEnd = 'played' | 'stopped' | 'unplayable';

/** How a tap overhears a leg. */
export interface Tapping {
  /** `says`: what the leg's far end says; `hears`: what is sent to it; `both`: the two mixed. */
  readonly hears: 'says' | 'hears' | 'both';
  /** Who hears what is put into the tap, by a bridge that it is in: the far end of the leg alone, beside what it hears, or nobody. */
  readonly speaksTo: 'nobody' | 'leg';
}

export interface RecordingLimits {
  /** At least 1; null: there is none. */
  readonly maxSeconds: number | null;
  /** Ends it when nothing was said for so long; null: silence does not. At least 1. */
  readonly silenceSeconds: number | null;
  /** Ends it; not in the recording, and told as a `digit` too. */
  readonly endOnKey: '#' | null;
  /** A short tone tells the speaker when to begin. */
  readonly beep: boolean;
}

/**
 * Why a recording ended. `silence`: also when no sound arrives at all. `stopped`: by us, or because the leg was put into a bridge.
 * `failed`: it never began, and there is none. `unknown`: we were not there to see it, or a process before us had begun it.
 */
export type RecordingEnd = 'key' | 'silence' | 'full' | 'stopped' | 'hung-up' | 'failed' | 'unknown';

/** A recording of ours on the PBX: `under-way`, or `ended` and not removed. */
export interface KeptRecording {
  readonly recording: RecordingId;
  readonly state: 'under-way' | 'ended';
}

/** A recording that was brought here: one channel, 16-bit WAV at 8 kHz. */
export interface FetchedRecording {
  /** Of the file. */
  readonly bytes: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  /** Of sound in it. */
  readonly seconds: number;
}

export type TelephonyEvent =
  /** A caller reached our application. `arrivedAt` is the instant of the dial, even when we were away meanwhile. */
  | {
      readonly type: 'call-arrived';
      readonly leg: LegId;
      readonly dialled: string;
      readonly caller: Party;
      readonly arrivedAt: Instant;
      /** True when the PBX had to answer because we were away: early media is no longer possible. */
      readonly answered: boolean;
      /** In which builtin sounds are spoken, until `setLanguage`. */
      readonly language: string;
    }
  /** A phone that we provisioned dialled something: phones may reach our own services only. */
  | { readonly type: 'phone-dialled'; readonly leg: LegId; readonly dialled: string; readonly phone: string }
  | { readonly type: 'leg-ringing'; readonly leg: LegId }
  | { readonly type: 'leg-answered'; readonly leg: LegId }
  /** `forwardsTo`: whom a phone that `refused` wants called instead (SIP 302), as it wrote it. Nobody was called. */
  | { readonly type: 'leg-gone'; readonly leg: LegId; readonly end: LegEnd; readonly forwardsTo?: string }
  | { readonly type: 'digit'; readonly leg: LegId; readonly digit: string }
  /** The far end put us on hold by itself, or took us back. Told of phones that we dialled; may be repeated. */
  | { readonly type: 'leg-held' | 'leg-unheld'; readonly leg: LegId }
  /**
   * The phone at this leg asks for its partner to be transferred: to what was dialled on it, or, `replaces`, to whom it talks to on that
   * other leg of its own. Whoever hears it answers with `answerTransfer`; nothing has happened yet.
   */
  | { readonly type: 'transfer-asked'; readonly leg: LegId; readonly dialled: string; readonly replaces: LegId | null }
  | { readonly type: 'playback-ended'; readonly playback: PlaybackId; readonly end: PlaybackEnd }
  /**
   * Told also when its leg hung up, then after `leg-gone`, of a tap perhaps before. From now on it can be fetched, unless it failed. Not told
   * when the PBX dies.
   */
  | { readonly type: 'recording-ended'; readonly recording: RecordingId; readonly end: RecordingEnd }
  /** Whether a provisioned phone (by its account name) can be called now. */
  | { readonly type: 'phone-reachable'; readonly phone: string; readonly reachable: boolean }
  /** The line to the PBX was lost: nothing can be asked of it, calls live on there. */
  | { readonly type: 'pbx-lost'; readonly node: string }
  /** The line is (back) up. Events were missed: reconcile with `census`. */
  | { readonly type: 'pbx-ready'; readonly node: string };

export interface LegCensus {
  readonly leg: LegId;
  /** `inbound`: a caller; `outbound`: dialled by us; `phone`: a provisioned phone that dialled us; `tap`: a leg of `tap`. */
  readonly direction: 'inbound' | 'outbound' | 'phone' | 'tap';
  /** Of a tap: the leg that it overhears. */
  readonly overhears?: LegId;
  readonly dialled: string;
  readonly caller: Party;
  readonly arrivedAt: Instant;
  readonly answered: boolean;
  readonly language: string;
  /** What `save` or the dial last put there. */
  readonly saved: string | null;
  readonly bridge: BridgeId | null;
}

/** Everything on the PBX that is ours, at one moment. */
export interface Census {
  readonly legs: readonly LegCensus[];
  readonly bridges: readonly { readonly bridge: BridgeId; readonly legs: readonly LegId[] }[];
  /** When this PBX process started: an instant after our last contact means that the calls before it were lost by the PBX. */
  readonly startedAt: Instant;
}

export interface PhoneAccount {
  /** Account name, unique on the PBX; also the endpoint's name. */
  readonly name: string;
  readonly password: string;
}

/**
 * What Guichet asks of a PBX, in its own words. Requests resolve to `gone` when the leg, bridge or playback is no longer there, and
 * reject only when the PBX cannot be asked at all (`PbxUnreachable`) or answers nonsense. Every event of a node arrives in order.
 */
export interface Telephony {
  /** Each event goes to the one listener, in order; it must not throw. */
  listen(listener: (event: TelephonyEvent) => void): void;
  /** The node new outbound legs are placed on. */
  readonly node: string;
  readonly ready: boolean;

  /** Cuts what plays as early media: `stopped`. */
  answer(leg: LegId): Promise<Done>;
  /** Tells the caller's network that it rings (180); nothing once answered: see `RingTone`. */
  ring(leg: LegId): Promise<Done>;
  /** The language in which the builtin sounds of this leg are spoken from now on. */
  setLanguage(leg: LegId, language: string): Promise<Done>;
  /** Changes what the display of an answered phone says of whom it talks to, as far as the phone shows it. */
  show(leg: LegId, party: Party): Promise<Done>;
  hangUp(leg: LegId, why: 'normal' | 'busy' | 'unallocated' | 'failed'): Promise<Done>;
  /**
   * Music until `stopMusic`, a bridge or the end; a playback interrupts it, and it goes on afterwards. `sound` null is the PBX's default
   * music; a sound is repeated without end.
   */
  startMusic(leg: LegId, sound: Sound | RingTone | null): Promise<Done>;
  stopMusic(leg: LegId): Promise<Done>;
  /**
   * Plays one after another; early media on an unanswered leg. `playback-ended` follows, also when a file is missing (`unplayable`: the
   * others are played), but not when the leg ends first.
   */
  play(target: LegId | BridgeId, sounds: readonly Sound[], playback: PlaybackId): Promise<Done>;
  stopPlayback(playback: PlaybackId): Promise<Done>;

  /**
   * Records what an answered leg says until one of the limits, `stopRecording`, a bridge or its end; `recording-ended` follows whenever this
   * was `done`, as `failed` at once for a leg that is in a bridge. Playbacks and music on the leg stop; what is asked to play meanwhile begins
   * when the recording has ended. It goes on without us. Silence at the end is cut off when silence ended it.
   */
  record(leg: LegId, recording: RecordingId, limits: RecordingLimits): Promise<Done>;
  /** Silence is recorded instead of what is said until `unmuteRecording`: time goes on. `gone` when it has ended. */
  muteRecording(recording: RecordingId): Promise<Done>;
  unmuteRecording(recording: RecordingId): Promise<Done>;
  /** `gone` also when it has ended. */
  stopRecording(recording: RecordingId): Promise<Done>;
  /** For whoever comes back to a recording: listen first, then ask, and no end is missed. */
  recordingState(recording: RecordingId): Promise<KeptRecording['state'] | 'gone'>;
  /** Every recording of ours that is on this PBX, oldest first as far as ids tell: what a process that died left there is among them. */
  recordings(): Promise<readonly KeptRecording[]>;
  /**
   * Copies an ended recording into the file of this path: whole and safe on disk when this resolves, and no file there otherwise. It stays
   * on the PBX. `gone`: there is none, or nothing is in it. Rejects when the file cannot be written, with the fault of the disk.
   */
  fetchRecording(recording: RecordingId, intoFile: string): Promise<FetchedRecording | 'under-way' | 'gone'>;
  /** Removes it from the PBX; one that is under way ends as `stopped` first. */
  removeRecording(recording: RecordingId): Promise<Done>;

  /** Tells the phone that asked for a transfer what became of it: it hangs up by itself when it was accepted, and talks on when refused. */
  answerTransfer(leg: LegId, outcome: 'accepted' | 'refused'): Promise<Done>;

  /** Calls a phone or a number. `leg-ringing`, `leg-answered`, `leg-gone` tell what became of it; a leg that cannot be made is `leg-gone`. */
  dial(request: DialRequest): Promise<Done>;

  /**
   * Makes an answered leg of our own that overhears another, wherever that one goes, unnoticed by it: to be recorded (silence included, so
   * that two begun together stay in step) or put into a bridge. It ends with the leg that it overhears and survives us. `done` when it can
   * be used; `gone`: there is no leg to overhear.
   */
  tap(leg: LegId, tapLeg: LegId, tapping: Tapping): Promise<Done>;

  createBridge(bridge: BridgeId): Promise<Done>;
  /** Puts legs in, in one step; music and playbacks on them stop. `gone` when the bridge or any of the legs is. */
  join(bridge: BridgeId, legs: readonly LegId[]): Promise<Done>;
  leave(bridge: BridgeId, leg: LegId): Promise<Done>;
  /** Legs inside stay up, alone. */
  destroyBridge(bridge: BridgeId): Promise<Done>;

  /** Keeps a short text on the leg, on the PBX, where it survives our death for as long as the leg lives. */
  save(leg: LegId, text: string): Promise<Done>;
  /** The events that follow are about what it says, or later. A leg that arrived since `pbx-ready` may be in it a second time. */
  census(): Promise<Census>;

  /**
   * Creates or replaces the account; it may register from then on and survives a restart of the PBX. `phone-reachable` tells whether it can be
   * called now: a phone that has yet to register cannot.
   */
  provisionPhone(account: PhoneAccount): Promise<void>;
  removePhone(name: string): Promise<void>;
  /** The dial string of a provisioned phone. */
  phoneEndpoint(name: string): string;
}

/** The PBX could not be asked: the connection is down or did not answer in time. What was asked may or may not have happened. */
export class PbxUnreachable extends Error {
  override readonly name = 'PbxUnreachable';
}
