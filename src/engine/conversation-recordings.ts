import type { Conversing, ConversationRecording, OpenRecording, Recordings } from '../core/calls/recordings.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import { nodeOf, type AgentId, type CallId, type LegId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import type { IdSource } from '../core/ports/id-source.js';
import { PbxUnreachable, type Done } from '../core/ports/telephony.js';
import { RecordingShelf, type ShelfParts } from './recording-shelf.js';
import { recordingOf, SIDES, tapOf } from './recording-sides.js';

export interface RecordingParts extends ShelfParts {
  readonly ids: IdSource;
  readonly switchboard: Switchboard;
}

/** Milliseconds. */
const GONE_IS_TOLD_WITHIN = 500;
const BEGUN: Promise<void> = Promise.resolve();
const ENDLESS = { maxSeconds: null, silenceSeconds: null, endOnKey: null, beep: false } as const;

interface Running {
  readonly recording: ConversationRecording;
  /** Who has the caller, or had them last. */
  agentId: AgentId;
  /** Who has it paused; null: it goes on. */
  mutedBy: AgentId | null;
  /** What is asked of it is done one after another, and nothing before the PBX has been asked to write. */
  turn: Promise<unknown>;
  /** That it failed was told. */
  failed: boolean;
  /** Nobody waits for the ends of its sides any more. */
  unwatch: () => void;
}

const UNWATCHED = (): void => undefined;

/**
 * The recordings of conversations: both sides of the caller's leg, overheard by two taps of ours that are recorded in step, wherever the
 * caller is put through to. A recording that cannot be made costs the conversation nothing and is told once.
 */
export class ConversationRecordings implements Recordings {
  /** Begun, and neither kept nor given up. */
  private readonly open = new Map<string, Running>();
  /** Of the calls that are led from here now. */
  private readonly attached = new Map<CallId, Running>();
  private readonly shelf: RecordingShelf;

  constructor(private readonly parts: RecordingParts) {
    this.shelf = new RecordingShelf(parts, ({ recordingId }) => this.open.delete(recordingId));
  }

  /** What an earlier run left; each is found again on the PBX, or brought here, by `settle`. */
  resume(recordings: readonly OpenRecording[]): void {
    for (const { mutedBy, ...recording } of recordings)
      this.open.set(recording.recordingId, {
        recording,
        agentId: recording.agentId,
        mutedBy,
        turn: BEGUN,
        failed: false,
        unwatch: UNWATCHED,
      });
  }

  begin(call: Conversing, agentId: AgentId): void {
    const known =
      this.attached.get(call.id) ??
      [...this.open.values()].findLast(({ recording }) => recording.callId === call.id && !this.shelf.has(recording));
    if (known !== undefined) this.goOn(call, known, agentId);
    else if (call.plan.recording.mode !== 'none') this.start(call, agentId);
  }

  private goOn(call: Conversing, running: Running, agentId: AgentId): void {
    if (this.attached.get(call.id) !== running) this.attach(call, running);
    running.agentId = agentId;
    // Whoever paused it has left: the next one neither asked for silence nor knows of it.
    const isOfAnother = (): boolean => running.mutedBy !== null && running.mutedBy !== agentId;
    running.turn = running.turn.then(() => (isOfAnother() ? this.muteNow(running, agentId, false) : undefined));
    running.turn = running.turn.catch((fault: unknown) => {
      // Over by then; out of reach, it is asked again when the conversation is taken up again.
      if (!(fault instanceof Refusal)) this.parts.log.error('a recording is not resumed', { callId: call.id, fault: String(fault) });
    });
  }

  /** Whether this tap belongs to a recording that goes on. */
  owns(tap: LegId): boolean {
    return [...this.open.values()].some(({ recording }) => SIDES.some((side) => tapOf(recording, side) === tap));
  }

  /**
   * After a census: calls that are led again find their recording still being made, or begin another; recordings of calls that are over are
   * brought here; what is on the PBX and nobody's is removed.
   */
  settle(callOf: (callId: CallId) => Conversing | null): void {
    // The latest first: of two of one call it is the one that may go on.
    for (const running of [...this.open.values()].reverse()) {
      const call = callOf(running.recording.callId);
      if (call !== null && !this.shelf.has(running.recording) && !this.attached.has(call.id)) this.attach(call, running);
      if (call !== null && this.attached.get(call.id) === running) void this.check(call, running);
      else this.shelf.bring(running.recording);
    }
    void this.shelf.clear((recordingId) => this.open.has(recordingId));
  }

  /** Nothing that is still under way is waited for: the next start goes on with it. */
  stop(): void {
    this.shelf.stop();
  }

  /**
   * Silence in place of what is said, or no longer. Refused (`wrong-state`) when nothing is recorded, or it is so already. Asked in the moment in
   * which a recording begins it is done as soon as there is one: what is read out then is meant for nobody.
   */
  mute(callId: CallId, agentId: AgentId, muted: boolean): Promise<void> {
    const running = this.attached.get(callId);
    if (running === undefined) return Promise.reject(notRecorded('The conversation is not recorded.'));
    const done = running.turn.then(() => this.muteNow(running, agentId, muted));
    running.turn = done.catch(() => undefined);
    return done;
  }

  private async muteNow(running: Running, agentId: AgentId, muted: boolean): Promise<void> {
    if ((running.mutedBy !== null) === muted)
      throw muted
        ? new Refusal('wrong-state', 'recording-paused', 'The recording is paused already.')
        : new Refusal('wrong-state', 'recording-not-paused', 'The recording is not paused.');
    const { recording } = running;
    try {
      if ((await this.muteSides(recording, muted)) === 'gone') throw notRecorded('The recording has ended.');
    } catch (fault) {
      // One of the two may have been reached: both as before, as far as they can be asked.
      if (!(fault instanceof Refusal)) await this.muteSides(recording, !muted).catch(() => undefined);
      if (fault instanceof PbxUnreachable) throw new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment.');
      throw fault;
    }
    running.mutedBy = muted ? agentId : null;
    const { callId, recordingId } = recording;
    this.parts.journal.record({ type: muted ? 'recording-muted' : 'recording-unmuted', callId, recordingId, agentId });
  }

  private async muteSides(recording: ConversationRecording, muted: boolean): Promise<Done> {
    const { telephony } = this.parts;
    const done = await Promise.all(
      SIDES.map((side) =>
        muted ? telephony.muteRecording(recordingOf(recording, side)) : telephony.unmuteRecording(recordingOf(recording, side)),
      ),
    );
    return done.every((each) => each === 'gone') ? 'gone' : 'done';
  }

  private start(call: Conversing, agentId: AgentId): void {
    const { clock, ids, journal } = this.parts;
    const { mode, dispositionCodes, retentionDays } = call.plan.recording;
    const recording: ConversationRecording = {
      recordingId: ids.next(),
      callId: call.id,
      campaignId: call.plan.campaignId,
      agentId,
      startedAt: clock.now(),
      node: nodeOf(call.leg),
      keptFor: mode === 'dispositions' ? dispositionCodes : null,
      retentionDays,
    };
    const running: Running = { recording, agentId, mutedBy: null, turn: BEGUN, failed: false, unwatch: UNWATCHED };
    this.open.set(recording.recordingId, running);
    // Before the PBX is asked: whatever is found there has a name that the journal knows.
    journal.record({ ...recording, type: 'recording-begun' });
    this.attach(call, running);
    running.turn = this.tap(call, running);
  }

  private attach(call: Conversing, running: Running): void {
    const { recording } = running;
    this.attached.set(call.id, running);
    const forget = SIDES.map((side) =>
      this.parts.switchboard.whenRecorded(recordingOf(recording, side), (end) => {
        if (end === 'failed') this.tellFailed(running, 'the PBX cannot write it');
      }),
    );
    running.unwatch = () => {
      for (const each of forget) each();
    };
    call.life.defer(() => {
      running.unwatch();
      if (this.attached.get(call.id) === running) this.attached.delete(call.id);
      if (call.life.cause?.kind !== 'suspended' && this.open.has(recording.recordingId)) this.shelf.bring(recording);
    });
  }

  private async tap(call: Conversing, running: Running): Promise<void> {
    const { telephony } = this.parts;
    const { recording } = running;
    try {
      const tapped = await Promise.all(
        SIDES.map((side) => telephony.tap(call.leg, tapOf(recording, side), { hears: side.hears, speaksTo: 'nobody' })),
      );
      // The caller has hung up: whoever ends the call finds that there is nothing.
      if (tapped.includes('gone') || call.life.cause !== null) return;
      // In one turn, so that both begin at the same moment.
      await Promise.all(SIDES.map((side) => telephony.record(tapOf(recording, side), recordingOf(recording, side), ENDLESS)));
    } catch (fault) {
      // Out of reach: what became of it is seen when the PBX is back.
      if (fault instanceof PbxUnreachable) return;
      // Whoever hangs up in this moment cannot be tapped any more, which a PBX may call a fault of its own: their end is heard of at once.
      await this.passing(GONE_IS_TOLD_WITHIN);
      // Another may have taken its place by then, and this one be given up.
      if (call.life.cause === null && this.attached.get(call.id) === running) this.tellFailed(running, String(fault));
    }
  }

  private passing(milliseconds: number): Promise<void> {
    const { clock } = this.parts;
    return new Promise((resolve) => void clock.at(clock.now() + milliseconds, resolve));
  }

  /** Once; what there is of it is kept with the end of the call, as what failed is not tried again in it. */
  private tellFailed(running: Running, why: string): void {
    if (running.failed) return;
    running.failed = true;
    const { callId, recordingId } = running.recording;
    this.parts.log.error('a conversation is not recorded', { callId, why });
    this.parts.journal.record({ type: 'recording-failed', callId, recordingId });
  }

  /** After we were away: one of whose recording nothing is under way any more goes on in another. */
  private async check(call: Conversing, running: Running): Promise<void> {
    const { telephony, log } = this.parts;
    const { recording } = running;
    try {
      const states = await Promise.all(SIDES.map((side) => telephony.recordingState(recordingOf(recording, side))));
      if (states.includes('under-way') || call.life.cause !== null) return;
      this.attached.delete(call.id);
      running.unwatch();
      this.shelf.bring(recording);
      if (call.plan.recording.mode === 'none') return;
      this.start(call, running.agentId);
      // A card that is being read out is not written down because the line broke in between.
      if (running.mutedBy !== null) await this.mute(call.id, running.mutedBy, true);
    } catch (fault) {
      log.warn('it is not known whether a conversation is still recorded', { callId: call.id, fault: String(fault) });
    }
  }
}

function notRecorded(message: string): Refusal {
  return new Refusal('wrong-state', 'not-recorded', message);
}
