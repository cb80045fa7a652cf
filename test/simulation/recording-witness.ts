import type { ConversationRecording } from '../../src/core/calls/recordings.js';
import type { CallRecord, Fact, JournalEntry } from '../../src/core/journal/facts.js';
import type { RecordingFact } from '../../src/core/journal/recording-facts.js';
import type { CallId } from '../../src/core/kernel/ids.js';
import type { Instant } from '../../src/core/kernel/time.js';
import { NOT_RECORDED, type RecordingPlan } from '../../src/core/plan/recording-plan.js';
import { recordingOf, SIDES } from '../../src/engine/recording-sides.js';
import { soundName } from '../support/fake-telephony/fake-audio.js';
import type { Callers } from './callers.js';
import type { Centre, Outage } from './centre.js';
import { mayBeUntold } from './experience.js';
import type { RecordingFaults } from './recording-faults.js';

/** What is known of one piece of a recorded call. */
interface Piece {
  readonly recording: ConversationRecording;
  /** When silence began and when it ended, in turn. */
  readonly muted: Instant[];
  hasFailed: boolean;
  /** Of its call; null while that goes on. */
  callEndedAt: Instant | null;
}

/** From the end of a call, or of its last disturbance, its recording is over; slow requests and events included. */
const ENDS_WITHIN = 3_000;
/** Of what is said, so much may be missing in all: two requests until the recording begins, and one until it ends. */
const MISSES_AT_MOST = 5_000;

/**
 * Reads what is told of recordings: who is recorded is recorded once, in one piece unless we were away, after the consent message, and every
 * piece is kept or given up once; nobody else is recorded; and silence is where it was asked for.
 */
export class RecordingWitness {
  /** What became of the pieces. */
  readonly ends = new Map<string, number>();
  private readonly open = new Map<string, Piece>();
  private readonly settled = new Set<string>();
  /** Of calls that go on, the pieces so far. */
  private readonly pieces = new Map<CallId, Piece[]>();
  /** Of calls that go on, the first conversation, and what their campaign wants recorded. */
  private readonly connected = new Map<CallId, { readonly at: Instant; readonly plan: RecordingPlan }>();

  constructor(
    private readonly centre: Centre,
    private readonly callers: Callers,
    private readonly faults: RecordingFaults,
  ) {
    centre.onFact((entry) => this.hear(entry));
  }

  /** Every conversation is over, and long ago. */
  judgeTheEnd(): void {
    for (const id of this.open.keys()) this.fail(`recording ${id} was neither kept nor given up`);
    const files = this.centre.soundFiles.written.size;
    const kept = this.ends.get('recording-kept') ?? 0;
    if (files !== kept) this.fail(`${String(kept)} recordings were kept and ${String(files)} are on the disk`);
  }

  private hear({ at, fact }: JournalEntry): void {
    if ('recordingId' in fact) this.hearOfRecording(at, fact);
    else if (fact.type === 'call-connected' && !this.connected.has(fact.callId))
      this.connected.set(fact.callId, { at, plan: this.planOf(fact.call) });
    else if (fact.type === 'call-ended') this.ended(at, fact);
  }

  private hearOfRecording(at: Instant, fact: RecordingFact): void {
    if (fact.type === 'recording-begun') return this.begun(fact);
    const piece = this.open.get(fact.recordingId);
    if (piece === undefined)
      return this.fail(`${fact.type} of ${fact.recordingId}, which is ${this.settled.has(fact.recordingId) ? 'settled' : 'not begun'}`);
    if (fact.type === 'recording-failed') this.failed(piece);
    else if (fact.type === 'recording-muted' || fact.type === 'recording-unmuted') this.muted(at, piece, fact.type === 'recording-muted');
    else {
      if (fact.type === 'recording-kept') this.kept(at, piece, fact.durationSeconds);
      if (fact.type === 'recording-discarded') this.discarded(at, piece);
      this.open.delete(fact.recordingId);
      this.settled.add(fact.recordingId);
      this.ends.set(fact.type, (this.ends.get(fact.type) ?? 0) + 1);
    }
  }

  private begun(recording: ConversationRecording): void {
    const { callId, recordingId, startedAt, keptFor, retentionDays } = recording;
    if (this.open.has(recordingId) || this.settled.has(recordingId)) this.fail(`recording ${recordingId} is begun twice`);
    const piece: Piece = { recording, muted: [], hasFailed: false, callEndedAt: null };
    this.open.set(recordingId, piece);
    const before = this.pieces.get(callId) ?? [];
    const last = before.at(-1)?.recording.startedAt;
    if (last !== undefined && !this.wasAway(last, startedAt)) this.fail(`${callId} is recorded a second time, and nothing had happened`);
    this.pieces.set(callId, [...before, piece]);
    const plan = this.planOfCall(callId);
    if (plan.mode === 'none') this.fail(`${callId} is recorded and nobody wants that`);
    const wanted = JSON.stringify([plan.mode === 'dispositions' ? plan.dispositionCodes : null, plan.retentionDays]);
    if (JSON.stringify([keptFor, retentionDays]) !== wanted) this.fail(`recording ${recordingId} is to be kept otherwise than ${wanted}`);
    this.checkConsent(callId);
  }

  private checkConsent(callId: CallId): void {
    const { consent } = this.planOfCall(callId);
    const visit = this.callers.find(callId);
    // A customer whom we called never came in by the door.
    if (consent === null || visit === undefined || visit.record?.callbackId !== undefined) return;
    const { caller, from } = visit;
    if (caller.heard.some(({ what }) => what === soundName(consent))) return;
    // What was played as the line broke may have been cut, and is not played again.
    if (!this.wasAway(from, this.centre.clock.now()))
      this.fail(`${callId} is recorded and was not told; heard ${JSON.stringify(caller.heard.map(({ what }) => what))}`);
  }

  private failed(piece: Piece): void {
    const { recordingId, startedAt } = piece.recording;
    if (piece.hasFailed) this.fail(`recording ${recordingId} fails twice`);
    piece.hasFailed = true;
    const now = this.centre.clock.now();
    if (!this.faults.refusedBetween(startedAt, now) && !this.wasAway(startedAt, now))
      this.fail(`recording ${recordingId} failed without a reason`);
  }

  private muted(at: Instant, { recording, muted }: Piece, on: boolean): void {
    if ((muted.length % 2 === 0) !== on) this.fail(`recording ${recording.recordingId} is ${on ? 'muted' : 'unmuted'} twice`);
    muted.push(at);
  }

  private kept(at: Instant, piece: Piece, durationSeconds: number): void {
    const { recording, hasFailed, muted, callEndedAt } = piece;
    const { recordingId, callId, startedAt } = recording;
    if (hasFailed || this.wasAway(startedAt, at) || this.faults.removedBetween(startedAt, at)) return;
    const missing = (callEndedAt ?? at) - startedAt - durationSeconds * 1_000;
    if (Math.abs(missing) > MISSES_AT_MOST) this.fail(`recording ${recordingId} of ${callId} lacks ${String(missing)} ms`);
    for (const side of SIDES) {
      const silences = this.centre.pbx.recorder.silencesIn(recordingOf(recording, side));
      const pauses = Math.ceil(muted.length / 2);
      // Asked for as the caller hung up, the last may have found one side over.
      const last = (muted.at(2 * pauses - 2) ?? 0) > (callEndedAt ?? at) - ENDS_WITHIN ? 1 : 0;
      if (silences.length > pauses || silences.length < pauses - last)
        this.fail(`recording ${recordingId} has ${String(silences.length)} silences, and ${String(pauses)} are told`);
      for (const [index, { from }] of silences.entries()) {
        const told = muted[2 * index];
        if (told !== undefined && startedAt + from > told) this.fail(`recording ${recordingId} falls silent later than was told`);
      }
    }
  }

  private discarded(at: Instant, { recording, hasFailed, callEndedAt }: Piece): void {
    const { recordingId, startedAt } = recording;
    const isShort = (callEndedAt ?? at) - startedAt < MISSES_AT_MOST;
    if (isShort || hasFailed || this.wasAway(startedAt, at) || this.faults.removedBetween(startedAt, at)) return;
    this.fail(`recording ${recordingId} is given up, and there was something in it`);
  }

  private ended(at: Instant, { callId, call }: Extract<Fact, { readonly type: 'call-ended' }>): void {
    const connected = this.connected.get(callId);
    const pieces = this.pieces.get(callId) ?? [];
    for (const piece of pieces) piece.callEndedAt = at;
    this.connected.delete(callId);
    this.pieces.delete(callId);
    if (connected === undefined || this.planOf(call).mode === 'none' || pieces.length > 0) return;
    if (mayBeUntold(connected.at, this.centre.outages)) return;
    this.fail(`${callId} talked and was not recorded`);
  }

  private planOfCall(callId: CallId): RecordingPlan {
    return this.connected.get(callId)?.plan ?? this.planOf(this.callers.find(callId)?.record ?? null);
  }

  private planOf(call: CallRecord | null): RecordingPlan {
    const plan = this.centre.versions.get(`${String(call?.campaignId)}/${String(call?.planVersion)}`);
    return plan?.recording ?? NOT_RECORDED;
  }

  /** Something was lost, or may have been, between the two. */
  private wasAway(from: Instant, to: Instant): boolean {
    return this.centre.outages.some((outage: Outage) => outage.from <= to && from <= (outage.to ?? Infinity) + ENDS_WITHIN);
  }

  private fail(what: string): void {
    this.centre.trail.fail(what);
  }
}
