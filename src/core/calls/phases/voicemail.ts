import { builtinSound } from '../../ivr/sound-of.js';
import { localIdOf, nodeOf, recordingId, type RecordingId } from '../../kernel/ids.js';
import { PbxUnreachable, type RecordingEnd } from '../../ports/telephony.js';
import type { Call } from '../call.js';
import type { Deposited } from '../mailbox.js';
import type { Phase, PhaseOf } from '../phase.js';
import { endingOf, endingOfNothing } from './overflow.js';

/** Whoever says nothing for so long has finished. */
const SILENCE_SECONDS = 8;

/**
 * The caller leaves a message: greeting, tone, recording. It is safe on our disk before the caller hears goodbye, and it is kept when the
 * caller hangs up instead. Entered again after a restart it goes on with the recording that was under way.
 */
export async function voicemail(call: Call, phase: PhaseOf<'voicemail'>): Promise<Phase | null> {
  call.endsAs(...endingOfNothing(call, phase));
  await call.answer();
  const recorded = phase.recording === null ? await begin(call, phase) : await comeBack(call, phase, phase.recording);
  await call.scope.until(recorded.ended);
  const deposited = await call.scope.until(recorded.kept());
  call.endsAs(...endingAfter(call, deposited, phase));
  await call.play(builtinSound(deposited === 'kept' ? 'voicemail-goodbye' : deposited === 'too-short' ? 'goodbye' : 'apology'), 'goodbye');
  return null;
}

interface Recorded {
  readonly ended: Promise<RecordingEnd>;
  /** Keeps it, once. */
  readonly kept: () => Promise<Deposited>;
}

async function begin(call: Call, phase: PhaseOf<'voicemail'>): Promise<Recorded> {
  const { telephony } = call.ports;
  const { greeting, maxSeconds } = call.plan.voicemail;
  await call.play(greeting, 'voicemail-greeting');
  const recording = recordingId(nodeOf(call.leg), call.ports.ids.next());
  call.enter({ ...phase, recording });
  await call.saved();
  const recorded = watched(call, phase, recording);
  await call.onLeg(telephony.record(call.leg, recording, { maxSeconds, silenceSeconds: SILENCE_SECONDS, endOnKey: '#', beep: true }));
  call.ports.record({ type: 'voicemail-begun', callId: call.id, voicemailId: localIdOf(recording) });
  return recorded;
}

async function comeBack(call: Call, phase: PhaseOf<'voicemail'>, recording: RecordingId): Promise<Recorded> {
  const recorded = watched(call, phase, recording);
  const state = await call.scope.until(call.ports.telephony.recordingState(recording));
  if (state === 'under-way') return recorded;
  // Killed before it began: the caller is asked once more. Killed once it was safe: they hear so.
  if (state === 'gone' && !(await call.scope.until(call.ports.mailbox.has(recording)))) return begin(call, phase);
  return { ...recorded, ended: Promise.resolve('unknown') };
}

function watched(call: Call, phase: PhaseOf<'voicemail'>, recording: RecordingId): Recorded {
  let end: (end: RecordingEnd) => void = () => undefined;
  const ended = new Promise<RecordingEnd>((resolve) => (end = resolve));
  const forget = call.ports.switchboard.whenRecorded(recording, end);
  let keeping: Promise<Deposited> | null = null;
  const kept = (): Promise<Deposited> => (keeping ??= keep(call, phase, recording));
  call.scope.defer(async () => {
    forget();
    if (call.scope.cause?.kind === 'suspended' || call.scope.cause?.kind === 'lost') return;
    // The caller hung up: that ends the recording, and what was said is kept.
    if (call.scope.cause !== null) call.endsAs(...endingAfter(call, await kept(), phase));
  });
  return { ended, kept };
}

async function keep(call: Call, { place }: PhaseOf<'voicemail'>, recording: RecordingId): Promise<Deposited> {
  const { plan, record } = call;
  try {
    return await call.ports.mailbox.keep({
      recording,
      callId: call.id,
      campaignId: plan.campaignId,
      queueId: place?.queueId ?? plan.queueId,
      caller: record.caller,
      receivedAt: call.now(),
      minSeconds: plan.voicemail.minSeconds,
    });
  } catch (fault) {
    if (!(fault instanceof PbxUnreachable)) throw fault;
    return 'unsafe';
  }
}

function endingAfter(call: Call, deposited: Deposited, phase: PhaseOf<'voicemail'>): Parameters<Call['endsAs']> {
  if (deposited === 'kept') return endingOf(call, 'voicemail');
  return deposited === 'unsafe' ? ['failed', 'guichet'] : endingOfNothing(call, phase);
}
