import { join } from 'node:path';
import type { Deposit, Deposited, Mailbox } from '../core/calls/mailbox.js';
import type { MessageFact } from '../core/journal/facts.js';
import { localIdOf, type RecordingId } from '../core/kernel/ids.js';
import { seconds } from '../core/kernel/time.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type FetchedRecording, type Telephony } from '../core/ports/telephony.js';
import type { Journal } from './journal.js';
import type { SoundFiles } from './sound-files.js';
import { UnkeptMessages } from './unkept-messages.js';

export interface MailboxParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly log: Log;
  /** Where the messages are kept: `<id>.wav`, 8 kHz, 16 bits, mono. */
  readonly messagesDirectory: string;
  readonly soundFiles: SoundFiles;
}

const AGAIN_AFTER = seconds(1);
/** A recording ends within a moment of its leg; longer than that it is left to the next start. */
const TRIES = 10;

/**
 * The messages of callers, brought from the PBX to our disk before anybody says that they are kept. What could not be brought here stays
 * on the PBX and is tried again: the caller was told that it is not safe, and it may become so.
 */
export class KeptMessages implements Mailbox {
  readonly unkept: UnkeptMessages;
  /** One that is tried again may be asked for by its call too. */
  private readonly bringing = new Map<RecordingId, Promise<Deposited>>();
  /** What the journal tells of messages that may still be on the PBX, by id: it is told once. */
  private readonly told = new Map<string, 'kept' | 'too-short'>();

  constructor(private readonly parts: MailboxParts) {
    this.unkept = new UnkeptMessages(parts, (deposit) => this.brought(deposit));
  }

  /** What an earlier run told of messages that it may not have removed from the PBX. */
  resume(told: readonly MessageFact[]): void {
    for (const fact of told) {
      if (fact.type === 'voicemail-deposited') this.told.set(fact.voicemail.voicemailId, 'kept');
      else this.told.set(fact.voicemailId, 'too-short');
    }
  }

  async keep(deposit: Deposit): Promise<Deposited> {
    const { log } = this.parts;
    const { recording, callId } = deposit;
    try {
      const deposited = await this.brought(deposit);
      if (deposited === 'unsafe') this.unkept.add(deposit);
      return deposited;
    } catch (fault) {
      this.unkept.add(deposit);
      if (fault instanceof PbxUnreachable) throw fault;
      log.error('a message could not be brought to our disk; it stays on the PBX and is tried again', {
        callId,
        recording,
        fault: String(fault),
      });
      return 'unsafe';
    }
  }

  /** Rejects when the disk or the PBX does not let it; `unsafe` while the recording does not end. */
  private brought(deposit: Deposit): Promise<Deposited> {
    const { recording } = deposit;
    const underWay = this.bringing.get(recording) ?? this.bring(deposit).finally(() => this.bringing.delete(recording));
    this.bringing.set(recording, underWay);
    return underWay;
  }

  private async bring({ recording, callId, minSeconds, ...rest }: Deposit): Promise<Deposited> {
    const { journal } = this.parts;
    const voicemailId = localIdOf(recording);
    const told = this.told.get(voicemailId);
    if (told !== undefined) {
      await (told === 'kept' ? this.forget(recording) : this.discard(recording));
      return told;
    }
    const fetched = await this.fetched(recording);
    if (fetched === 'gone') {
      if (await this.has(recording)) return 'kept';
      // One that ended as it began has no sound, and may be known to the PBX all the same.
      await this.forget(recording);
      return 'too-short';
    }
    if (fetched === 'under-way') return 'unsafe';
    if (fetched.seconds < minSeconds) {
      journal.record({ type: 'voicemail-discarded', callId, voicemailId, seconds: fetched.seconds });
      this.told.set(voicemailId, 'too-short');
      await this.discard(recording);
      return 'too-short';
    }
    const { bytes, sha256, seconds: durationSeconds } = fetched;
    journal.record({
      type: 'voicemail-deposited',
      callId,
      voicemail: { voicemailId, callId, ...rest, durationSeconds, bytes, sha256 },
    });
    this.told.set(voicemailId, 'kept');
    await this.forget(recording);
    return 'kept';
  }

  has(recording: RecordingId): Promise<boolean> {
    return this.parts.soundFiles.has(this.fileOf(recording));
  }

  private async fetched(recording: RecordingId): Promise<FetchedRecording | 'under-way' | 'gone'> {
    const { telephony, clock, soundFiles, messagesDirectory } = this.parts;
    await soundFiles.makeFolder(messagesDirectory);
    for (let tries = 1; ; tries += 1) {
      const fetched = await telephony.fetchRecording(recording, this.fileOf(recording));
      if (fetched !== 'under-way' || tries === TRIES) return fetched;
      await new Promise<void>((resolve) => clock.at(clock.now() + AGAIN_AFTER, resolve));
    }
  }

  /** The recording on the PBX goes last: should we die in between, it is fetched again, and a file that is here is a message. */
  private async discard(recording: RecordingId): Promise<void> {
    await this.parts.soundFiles.remove(this.fileOf(recording));
    await this.forget(recording);
  }

  private async forget(recording: RecordingId): Promise<void> {
    try {
      await this.parts.telephony.removeRecording(recording);
      this.told.delete(localIdOf(recording));
    } catch (fault) {
      this.parts.log.warn('a recording that was fetched stays on the PBX', { recording, fault: String(fault) });
    }
  }

  private fileOf(recording: RecordingId): string {
    return join(this.parts.messagesDirectory, `${localIdOf(recording)}.wav`);
  }
}
