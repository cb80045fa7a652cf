import { join } from 'node:path';
import type { ConversationRecording } from '../core/calls/recordings.js';
import { seconds } from '../core/kernel/time.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type Telephony } from '../core/ports/telephony.js';
import type { Journal } from './journal.js';
import { conversationOf, recordingOf, SIDES, tapOf, type RecordingSide } from './recording-sides.js';
import type { SoundFiles } from './sound-files.js';

export interface ShelfParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly log: Log;
  /** Where conversations are kept: `<id>.wav`, stereo. */
  readonly recordingsDirectory: string;
  readonly soundFiles: SoundFiles;
}

/** A recording ends within a moment of being told to. */
const AGAIN_AFTER = seconds(1);
const TRIES = 10;
/** A disk that is full may have room again. */
const RETRY_AFTER = seconds(60);
const DAY = seconds(24 * 3600);

/**
 * Brings recordings that are over from the PBX to our disk, one after another: both sides are fetched, made one file, told to the journal,
 * and only then removed from the PBX, so that a death at any point loses nothing.
 */
export class RecordingShelf {
  /** In the order in which they came. */
  private readonly waiting = new Map<string, ConversationRecording>();
  private isWorking = false;
  private retry: Timer | null = null;
  private stopped = false;

  constructor(
    private readonly parts: ShelfParts,
    private readonly settled: (recording: ConversationRecording) => void,
  ) {}

  /** Whether it is being brought here: no conversation goes on in it. */
  has({ recordingId }: ConversationRecording): boolean {
    return this.waiting.has(recordingId);
  }

  /** Ends the recording and keeps it; asked again, once. What fails is tried again later, and when this is asked again. */
  bring(recording: ConversationRecording): void {
    this.waiting.set(recording.recordingId, recording);
    this.bringAll();
  }

  stop(): void {
    this.stopped = true;
    this.retry?.stop();
  }

  /** Removes what is on the PBX of conversations that nobody knows. */
  async clear(known: (recordingId: string) => boolean): Promise<void> {
    const { telephony, log } = this.parts;
    try {
      for (const { recording, state } of await telephony.recordings()) {
        const conversation = conversationOf(recording);
        if (conversation === null || known(conversation) || state === 'under-way') continue;
        await telephony.removeRecording(recording);
        log.warn('a recording that belongs to no conversation was removed from the PBX', { recording });
      }
    } catch (fault) {
      log.warn('left-over recordings could not be looked for', { fault: String(fault) });
    }
  }

  private bringAll(): void {
    if (this.stopped || this.isWorking) return;
    this.isWorking = true;
    void this.work();
  }

  private async work(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const next = [...this.waiting.values()].find(({ recordingId }) => !tried.has(recordingId));
      if (next === undefined || this.stopped) {
        // In the turn in which nothing more was found: what is brought next would wait for somebody else.
        this.isWorking = false;
        return;
      }
      tried.add(next.recordingId);
      try {
        await this.endAndKeep(next);
        this.waiting.delete(next.recordingId);
        this.settled(next);
        await this.removeFromPbx(next);
      } catch (fault) {
        const { callId, recordingId } = next;
        // Out of reach: asked again when the PBX is back, and later, for one slow answer looks the same.
        if (fault instanceof PbxUnreachable) {
          this.isWorking = false;
          this.tryAgainLater();
          return;
        }
        this.parts.log.error('a recording could not be brought to our disk; it stays on the PBX', {
          callId,
          recordingId,
          fault: String(fault),
        });
        this.tryAgainLater();
      }
    }
  }

  private async endAndKeep(recording: ConversationRecording): Promise<void> {
    const { journal, recordingsDirectory, soundFiles, telephony } = this.parts;
    const { callId, recordingId, retentionDays } = recording;
    await Promise.all(SIDES.map((side) => telephony.stopRecording(recordingOf(recording, side))));
    await Promise.all(SIDES.map((side) => telephony.hangUp(tapOf(recording, side), 'normal')));
    await soundFiles.makeFolder(recordingsDirectory);
    const path = join(recordingsDirectory, `${recordingId}.wav`);
    const [left, right] = [await this.fetched(recording, SIDES[0]), await this.fetched(recording, SIDES[1])];
    // On our disk already: we died before the journal said so, or before it was removed there.
    const kept = left === null && right === null ? await soundFiles.describeStereo(path) : await soundFiles.writeStereo(left, right, path);
    if (kept === null) {
      journal.record({ type: 'recording-discarded', callId, recordingId });
      return;
    }
    const { bytes, sha256, seconds: durationSeconds } = kept;
    const expiresAt = retentionDays === null ? null : recording.startedAt + Math.round(durationSeconds * 1000) + retentionDays * DAY;
    journal.record({ ...recording, type: 'recording-kept', durationSeconds, bytes, sha256, expiresAt });
  }

  /** Path of what one side said; null when there is nothing of it. */
  private async fetched(recording: ConversationRecording, side: RecordingSide): Promise<string | null> {
    const path = this.sideFile(recording, side);
    for (let tries = 1; ; tries += 1) {
      const fetched = await this.parts.telephony.fetchRecording(recordingOf(recording, side), path);
      if (fetched === 'gone') return null;
      if (fetched !== 'under-way') return path;
      if (tries === TRIES) throw new Error('the PBX does not end it');
      await new Promise<void>((resolve) => this.parts.clock.at(this.parts.clock.now() + AGAIN_AFTER, resolve));
    }
  }

  private async removeFromPbx(recording: ConversationRecording): Promise<void> {
    for (const side of SIDES) {
      await this.parts.soundFiles.remove(this.sideFile(recording, side));
      try {
        await this.parts.telephony.removeRecording(recordingOf(recording, side));
      } catch (fault) {
        this.parts.log.warn('a recording that was fetched stays on the PBX until the next start', { fault: String(fault) });
      }
    }
  }

  /** Whatever waits then: what failed may have been brought with another by that time. */
  private tryAgainLater(): void {
    const { clock } = this.parts;
    if (this.stopped) return;
    this.retry?.stop();
    this.retry = clock.at(clock.now() + RETRY_AFTER, () => {
      if (this.isWorking) this.tryAgainLater();
      else this.bringAll();
    });
  }

  private sideFile({ recordingId }: ConversationRecording, { name }: RecordingSide): string {
    return join(this.parts.recordingsDirectory, `${recordingId}.${name}.wav`);
  }
}
