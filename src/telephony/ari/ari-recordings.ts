import { localIdOf, recordingId, type RecordingId } from '../../core/kernel/ids.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Done, FetchedRecording, KeptRecording, RecordingEnd, RecordingLimits } from '../../core/ports/telephony.js';
import type { AriEvent, AriRecording } from './ari-events.js';
import { meansGone } from './ari-fault.js';
import type { AriLeg, AriLegs } from './ari-legs.js';
import type { AriRequests } from './ari-requests.js';
import { writeRecordingFile } from './recording-file.js';

interface UnderWay {
  readonly id: RecordingId;
  /** Null: its leg is gone, or unknown. */
  readonly leg: AriLeg | null;
  /** Null: a process before us began it. */
  readonly limits: RecordingLimits | null;
  /** By the PBX's clock. */
  startedAt: Instant | null;
  stopping: boolean;
  /** The key that ends it was pressed. */
  keyed: boolean;
  readonly over: Promise<void>;
  readonly finish: () => void;
}

/** What Asterisk calls a file of 16-bit samples at 8 kHz with a header. */
const FORMAT = 'wav';

/**
 * Recordings of single legs. Their files lie in a directory of the application's name under the PBX's recordings. Asterisk says when one
 * ends, and not why: that is told from what happened just before.
 */
export class AriRecordings {
  private readonly underWay = new Map<string, UnderWay>();

  constructor(
    private readonly requests: AriRequests,
    private readonly legs: AriLegs,
    private readonly node: string,
    private readonly ended: (recording: RecordingId, end: RecordingEnd) => void,
  ) {}

  async begin(leg: AriLeg, id: RecordingId, limits: RecordingLimits): Promise<Done> {
    const name = this.nameOf(id);
    const recording = this.note(name, id, leg, limits);
    const { maxSeconds, silenceSeconds, endOnKey, beep } = limits;
    try {
      const done = await this.requests.do('channels', 'record', {
        channelId: leg.channel,
        name,
        format: FORMAT,
        maxDurationSeconds: maxSeconds === null ? 0 : Math.max(1, Math.round(maxSeconds)),
        maxSilenceSeconds: silenceSeconds === null ? 0 : Math.max(1, Math.round(silenceSeconds)),
        ifExists: 'fail',
        beep,
        terminateOn: endOnKey ?? 'none',
      });
      if (done === 'gone') this.forget(name, recording);
      return done;
    } catch (error) {
      this.forget(name, recording);
      throw error;
    }
  }

  async stop(id: RecordingId): Promise<Done> {
    const name = this.nameOf(id);
    const recording = this.underWay.get(name);
    if (recording !== undefined) recording.stopping = true;
    return this.requests.do('recordings', 'stop', { recordingName: name });
  }

  mute(id: RecordingId): Promise<Done> {
    return this.requests.do('recordings', 'mute', { recordingName: this.nameOf(id) });
  }

  unmute(id: RecordingId): Promise<Done> {
    return this.requests.do('recordings', 'unmute', { recordingName: this.nameOf(id) });
  }

  /** Resolves when nothing on this leg is recorded any more: Asterisk puts no channel that is being recorded into a bridge. */
  async stopOn(leg: AriLeg): Promise<void> {
    const recordings = [...this.underWay.values()].filter((recording) => recording.leg === leg);
    await Promise.all(
      recordings.map(async (recording) => {
        if ((await this.stop(recording.id)) === 'done') await recording.over;
      }),
    );
  }

  async state(id: RecordingId): Promise<KeptRecording['state'] | 'gone'> {
    const name = this.nameOf(id);
    const live = await this.requests.ask('recordings', 'getLive', { recordingName: name });
    if (live !== 'gone') {
      const channel = /^channel:(.*)$/.exec((live as AriRecording).target_uri ?? '')?.[1] ?? '';
      if (!this.underWay.has(name)) this.note(name, id, this.legs.get(channel) ?? null, null);
      return 'under-way';
    }
    return (await this.requests.do('recordings', 'getStored', { recordingName: name })) === 'done' ? 'ended' : 'gone';
  }

  async all(): Promise<readonly KeptRecording[]> {
    const stored = (await this.requests.demand('recordings', 'listStored', {})) as readonly AriRecording[];
    const ids = stored.flatMap(({ name }) => this.idOf(name) ?? []).sort();
    const kept = await Promise.all(
      ids.map(async (recording) => {
        const state = await this.state(recording);
        return state === 'gone' ? [] : [{ recording, state }];
      }),
    );
    return kept.flat();
  }

  async remove(id: RecordingId): Promise<Done> {
    const recording = this.underWay.get(this.nameOf(id));
    if ((await this.stop(id)) === 'done') await recording?.over;
    return this.requests.do('recordings', 'deleteStored', { recordingName: this.nameOf(id) });
  }

  onDigit(leg: AriLeg, digit: string): void {
    for (const recording of this.underWay.values()) {
      if (recording.leg === leg && digit === (recording.limits === null ? '#' : recording.limits.endOnKey)) recording.keyed = true;
    }
  }

  onRecording({ type, timestamp }: AriEvent, { name }: AriRecording): void {
    const recording = this.underWay.get(name);
    const at = Date.parse(timestamp ?? '');
    if (type === 'RecordingStarted') {
      if (recording !== undefined) recording.startedAt = at;
      return;
    }
    if (recording !== undefined) this.finished(name, recording, type === 'RecordingFailed' ? 'failed' : this.reason(recording, at));
  }

  /** After events were missed: what ended meanwhile is told now. */
  async reconcile(): Promise<void> {
    await Promise.all(
      [...this.underWay].map(async ([name, recording]) => {
        if ((await this.requests.do('recordings', 'getLive', { recordingName: name })) === 'gone')
          this.finished(name, recording, 'unknown');
      }),
    );
  }

  async fetch(id: RecordingId, intoFile: string): Promise<FetchedRecording | 'under-way' | 'gone'> {
    const state = await this.state(id);
    if (state !== 'ended') return state;
    try {
      const content = this.requests.download(`/ari/recordings/stored/${encodeURIComponent(this.nameOf(id))}/file`);
      return (await writeRecordingFile(intoFile, content)) ?? 'gone';
    } catch (error) {
      if (meansGone(error)) return 'gone';
      throw error;
    }
  }

  /** What the PBX calls it. */
  private nameOf(id: RecordingId): string {
    return `${this.requests.app}/${localIdOf(id)}`;
  }

  private idOf(name: string): RecordingId | null {
    const prefix = `${this.requests.app}/`;
    const local = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^[A-Za-z0-9_-]+$/.test(local) ? recordingId(this.node, local) : null;
  }

  private reason({ leg, limits, startedAt, stopping, keyed }: UnderWay, at: Instant): RecordingEnd {
    if (leg !== null && this.legs.get(leg.channel) !== leg) return 'hung-up';
    if (keyed) return 'key';
    if (stopping) return 'stopped';
    if (limits === null || startedAt === null) return 'unknown';
    // Nothing else is left: of a tap that ends, the recording is told first.
    if (limits.maxSeconds === null && limits.silenceSeconds === null) return 'hung-up';
    return limits.maxSeconds !== null && at - startedAt >= limits.maxSeconds * 1_000 ? 'full' : 'silence';
  }

  private note(name: string, id: RecordingId, leg: AriLeg | null, limits: RecordingLimits | null): UnderWay {
    let finish = (): void => undefined;
    const over = new Promise<void>((resolve) => (finish = resolve));
    const recording = { id, leg, limits, startedAt: null, stopping: false, keyed: false, over, finish };
    this.underWay.set(name, recording);
    return recording;
  }

  private forget(name: string, recording: UnderWay): void {
    if (this.underWay.get(name) === recording) this.underWay.delete(name);
    recording.finish();
  }

  private finished(name: string, recording: UnderWay, end: RecordingEnd): void {
    if (this.underWay.get(name) !== recording) return;
    this.forget(name, recording);
    this.ended(recording.id, end);
  }
}
