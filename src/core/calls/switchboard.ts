import type { LegId, PlaybackId, RecordingId } from '../kernel/ids.js';
import type { PlaybackEnd, RecordingEnd, TelephonyEvent } from '../ports/telephony.js';

type TransferAsked = Extract<TelephonyEvent, { readonly type: 'transfer-asked' }>;

/** What can be told of one leg. */
export type LegEvent = Exclude<Extract<TelephonyEvent, { readonly leg: LegId }>, TransferAsked>;

/** Brings each event to whoever watches its leg or playback. One watcher a leg; events of legs nobody watches are answered `false`. */
export class Switchboard {
  private readonly legs = new Map<LegId, (event: LegEvent) => void>();
  private readonly held = new Map<LegId, LegEvent[]>();
  private readonly transfers = new Map<LegId, (asked: TransferAsked) => void>();
  private readonly onHold = new Set<LegId>();
  private readonly recordings = new Map<RecordingId, (end: RecordingEnd) => void>();
  private readonly playbacks = new Map<PlaybackId, (end: PlaybackEnd) => void>();

  /** Starts watching, beginning with what was held for this leg; answers how to stop. A later watcher of the same leg takes over. */
  watch(leg: LegId, watcher: (event: LegEvent) => void): () => void {
    const held = this.held.get(leg) ?? [];
    this.held.delete(leg);
    this.legs.set(leg, watcher);
    for (const event of held) watcher(event);
    return () => {
      if (this.legs.get(leg) === watcher) this.legs.delete(leg);
    };
  }

  /** Whoever carries out what the transfer key of this leg asks for; answers how to stop. Nobody: `dispatch` answers false. */
  takeTransfers(leg: LegId, taker: (asked: TransferAsked) => void): () => void {
    this.transfers.set(leg, taker);
    return () => {
      if (this.transfers.get(leg) === taker) this.transfers.delete(leg);
    };
  }

  /** The phone at this leg has put its line on hold, whoever watched it then; false also when that was before our time. */
  isOnHold(leg: LegId): boolean {
    return this.onHold.has(leg);
  }

  /** Keeps the events of a leg that is between two watchers, so that a hang-up in that instant is not missed. */
  hold(leg: LegId): void {
    this.legs.delete(leg);
    this.held.set(leg, []);
  }

  /** Nobody will watch this leg any more. */
  forget(leg: LegId): void {
    this.legs.delete(leg);
    this.held.delete(leg);
  }

  /** Calls `ended` once when the playback ends. Ask before starting it, so that no end is missed. */
  whenPlayed(playback: PlaybackId, ended: (end: PlaybackEnd) => void): () => void {
    this.playbacks.set(playback, ended);
    return () => this.playbacks.delete(playback);
  }

  /** Calls `ended` once when the recording ends. Ask before starting it, so that no end is missed. */
  whenRecorded(recording: RecordingId, ended: (end: RecordingEnd) => void): () => void {
    this.recordings.set(recording, ended);
    return () => this.recordings.delete(recording);
  }

  /** Answers whether somebody was watching. */
  dispatch(event: TelephonyEvent): boolean {
    if (event.type === 'playback-ended') {
      const ended = this.playbacks.get(event.playback);
      this.playbacks.delete(event.playback);
      ended?.(event.end);
      return ended !== undefined;
    }
    if (event.type === 'recording-ended') {
      const ended = this.recordings.get(event.recording);
      this.recordings.delete(event.recording);
      ended?.(event.end);
      return ended !== undefined;
    }
    if (!('leg' in event)) return false;
    if (event.type === 'transfer-asked') {
      const taker = this.transfers.get(event.leg);
      taker?.(event);
      return taker !== undefined;
    }
    if (event.type === 'leg-held') this.onHold.add(event.leg);
    else if (event.type === 'leg-unheld' || event.type === 'leg-gone') this.onHold.delete(event.leg);
    this.held.get(event.leg)?.push(event);
    const watcher = this.legs.get(event.leg);
    watcher?.(event);
    return this.knows(event.leg);
  }

  /** Whether somebody watches this leg, or is about to. */
  knows(leg: LegId): boolean {
    return this.legs.has(leg) || this.held.has(leg);
  }

  /** How many legs, playbacks and recordings are watched: nothing when every call has ended. */
  get watched(): number {
    return this.legs.size + this.held.size + this.transfers.size + this.playbacks.size + this.recordings.size;
  }
}
