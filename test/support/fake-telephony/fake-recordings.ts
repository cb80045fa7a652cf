import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { RecordingId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { Clock, Timer } from '../../../src/core/ports/clock.js';
import type { FetchedRecording, KeptRecording, RecordingEnd, RecordingLimits, TelephonyEvent } from '../../../src/core/ports/telephony.js';
import type { FakeLeg } from './fake-leg.js';

interface FakeRecording {
  readonly id: RecordingId;
  readonly leg: FakeLeg;
  readonly limits: RecordingLimits;
  readonly startedAt: Instant;
  /** Null while it is under way. */
  endedAt: Instant | null;
  full: Timer | null;
  silence: Timer | null;
  failed: boolean;
  /** Somebody has removed its file. */
  removed: boolean;
  /** Silence is recorded since then; null: what is said. */
  mutedAt: Instant | null;
  /** Stretches of silence so far, in milliseconds from its beginning. */
  readonly muted: { readonly from: number; readonly to: number }[];
}

const HEADER_BYTES = 44;
const BYTES_PER_SECOND = 16_000;

/** The recordings on a fake PBX, under way and kept. A leg speaks until its owner falls silent. */
export class FakeRecordings {
  /** Nothing can be written any more: recordings fail as they begin, as they do in a bridge. */
  diskFull = false;
  /** What `fetch` writes on a real disk: the whole file, of silence; nothing. */
  files: 'whole' | 'none' = 'none';
  /** Our own disk is full: nothing can be fetched. */
  unwritable = false;
  /** This PBX cannot make taps. */
  refusesTaps = false;
  /** Every file that was fetched and is still on our disk, by its path. */
  readonly fetched = new Map<string, FetchedRecording>();
  private readonly kept = new Map<RecordingId, FakeRecording>();
  /** Ended while the line was down. */
  private unseen: RecordingId[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly emit: (event: TelephonyEvent, missed?: () => void) => void,
  ) {}

  begin(leg: FakeLeg, id: RecordingId, limits: RecordingLimits): void {
    if (this.kept.has(id)) throw new Error(`recording id ${id} used twice`);
    leg.audio.hush();
    const now = this.clock.now();
    if (limits.beep) leg.heard.push({ what: 'beep', from: now, to: now, interrupted: false });
    const recording: FakeRecording = {
      id,
      leg,
      limits,
      startedAt: now,
      endedAt: null,
      full: null,
      silence: null,
      failed: false,
      removed: false,
      mutedAt: null,
      muted: [],
    };
    if (limits.maxSeconds !== null) recording.full = this.clock.at(now + limits.maxSeconds * 1_000, () => this.end(recording, 'full'));
    this.kept.set(id, recording);
    this.voiceChanged(leg);
    if (this.diskFull || leg.bridge !== null) this.clock.at(now, () => this.end(recording, 'failed'));
  }

  /** A leg fell silent or speaks again. */
  voiceChanged(leg: FakeLeg): void {
    const recording = this.underWayOn(leg);
    if (recording === undefined) return;
    recording.silence?.stop();
    const { silenceSeconds } = recording.limits;
    if (leg.speaks || silenceSeconds === null) return;
    recording.silence = this.clock.at(this.clock.now() + silenceSeconds * 1_000, () => this.end(recording, 'silence'));
  }

  keyPressed(leg: FakeLeg, digit: string): void {
    const recording = this.underWayOn(leg);
    if (recording?.limits.endOnKey === digit) this.end(recording, 'key');
  }

  /** The leg was put into a bridge, or is gone. */
  legLeft(leg: FakeLeg, end: 'stopped' | 'hung-up'): void {
    const recording = this.underWayOn(leg);
    if (recording !== undefined) this.end(recording, end);
  }

  stop(id: RecordingId): boolean {
    const recording = this.kept.get(id);
    if (recording?.endedAt !== null) return false;
    this.end(recording, 'stopped');
    return true;
  }

  mute(id: RecordingId, muted: boolean): boolean {
    const recording = this.kept.get(id);
    if (recording?.endedAt !== null) return false;
    const now = this.clock.now();
    if (muted) recording.mutedAt ??= now;
    else if (recording.mutedAt !== null) {
      recording.muted.push({ from: recording.mutedAt - recording.startedAt, to: now - recording.startedAt });
      recording.mutedAt = null;
    }
    return true;
  }

  /** Somebody removes the files of these, those that are still being written included. */
  removeFiles(which: (id: RecordingId) => boolean): void {
    for (const recording of this.kept.values()) if (which(recording.id)) recording.removed = true;
  }

  /** When this recording has silence in place of what was said, in milliseconds from its beginning. */
  silencesIn(id: RecordingId): readonly { readonly from: number; readonly to: number }[] {
    return this.kept.get(id)?.muted ?? [];
  }

  stateOf(id: RecordingId): KeptRecording['state'] | 'gone' {
    const recording = this.kept.get(id);
    if (recording === undefined || recording.failed) return 'gone';
    if (recording.endedAt === null) return 'under-way';
    return recording.removed ? 'gone' : 'ended';
  }

  all(): KeptRecording[] {
    return [...this.kept.keys()].toSorted().flatMap((recording) => {
      const state = this.stateOf(recording);
      return state === 'gone' ? [] : [{ recording, state }];
    });
  }

  fetch(id: RecordingId, path: string): FetchedRecording | 'under-way' | 'gone' {
    const state = this.stateOf(id);
    const recording = this.kept.get(id);
    if (state !== 'ended' || recording === undefined) return state === 'under-way' ? 'under-way' : 'gone';
    const milliseconds = (recording.endedAt ?? 0) - recording.startedAt;
    if (milliseconds === 0) return 'gone';
    const audio = Math.floor(milliseconds / 20) * (BYTES_PER_SECOND / 50);
    const wav = this.files === 'whole' ? silentWav(audio) : Buffer.from(id);
    const file = { bytes: HEADER_BYTES + audio, sha256: createHash('sha256').update(wav).digest('hex'), seconds: audio / BYTES_PER_SECOND };
    if (this.files === 'whole') writeFileSync(path, wav);
    this.fetched.set(path, file);
    return file;
  }

  remove(id: RecordingId): boolean {
    const recording = this.kept.get(id);
    if (recording === undefined) return false;
    if (recording.endedAt === null) this.end(recording, 'stopped');
    this.kept.delete(id);
    return !recording.failed && !recording.removed;
  }

  /** A new process hears nothing of what the one before it missed. */
  forgetUnseen(): void {
    this.unseen = [];
  }

  tellUnseen(): void {
    for (const recording of this.unseen.splice(0)) this.emit({ type: 'recording-ended', recording, end: 'unknown' });
  }

  private underWayOn(leg: FakeLeg): FakeRecording | undefined {
    return [...this.kept.values()].find((recording) => recording.leg === leg && recording.endedAt === null);
  }

  private end(recording: FakeRecording, end: RecordingEnd): void {
    if (recording.endedAt !== null) return;
    this.mute(recording.id, false);
    recording.endedAt = this.clock.now();
    recording.full?.stop();
    recording.silence?.stop();
    recording.failed = end === 'failed';
    this.emit({ type: 'recording-ended', recording: recording.id, end }, () => this.unseen.push(recording.id));
    if (recording.leg.ended === null) recording.leg.audio.speakUp();
  }
}

function silentWav(audioBytes: number): Buffer {
  const wav = Buffer.alloc(HEADER_BYTES + audioBytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(HEADER_BYTES - 8 + audioBytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8_000, 24);
  wav.writeUInt32LE(BYTES_PER_SECOND, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(audioBytes, 40);
  return wav;
}
