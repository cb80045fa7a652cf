import type { TransferTarget } from '../../core/calls/handset.js';
import type { JournalEntry } from '../../core/journal/facts.js';
import type { AgentId } from '../../core/kernel/ids.js';
import type { Instant } from '../../core/kernel/time.js';

/** Whom the agent asks about the caller. */
export interface ConsultationNow {
  readonly to: TransferTarget;
  readonly since: Instant;
  /** Since when both talk; null while it rings. */
  readonly connectedAt: Instant | null;
  /** Null while it rings, and for a number outside. */
  readonly withAgentId: AgentId | null;
}

export interface RecordingNow {
  readonly recordingId: string;
  readonly is: 'on' | 'paused';
}

/** How things stand between the caller and the agent who has them. */
export interface TalkNow {
  readonly onHoldSince: Told<Instant>;
  readonly consultation: Told<ConsultationNow>;
  readonly recording: Told<RecordingNow>;
}

/** What the latest entry about it made of it: older ones, read from the journal afterwards, change nothing. */
interface Told<What> {
  readonly by: string;
  readonly is: What | null;
}

const NOTHING = { by: '', is: null };
export const NO_TALK: TalkNow = { onHoldSince: NOTHING, consultation: NOTHING, recording: NOTHING };

export function talkAfter(talk: TalkNow, { id, at, fact }: JournalEntry): TalkNow {
  switch (fact.type) {
    case 'call-held':
      return { ...talk, onHoldSince: newer(talk.onHoldSince, id, at) };
    case 'call-unheld':
      return { ...talk, onHoldSince: newer(talk.onHoldSince, id, null) };
    case 'consultation-begun': {
      const begun = { to: fact.to, since: at, connectedAt: null, withAgentId: null };
      return { ...talk, consultation: newer(talk.consultation, id, begun) };
    }
    case 'consultation-connected': {
      const asked = talk.consultation.is;
      if (asked === null) return talk;
      return { ...talk, consultation: newer(talk.consultation, id, { ...asked, connectedAt: at, withAgentId: fact.withAgentId }) };
    }
    case 'consultation-ended':
      return { ...talk, consultation: newer(talk.consultation, id, null) };
    // The caller hears somebody else, or music, from now on.
    case 'call-transferred':
    case 'call-connected':
    case 'conversation-handed-over':
      return { ...talk, onHoldSince: newer(talk.onHoldSince, id, null), consultation: newer(talk.consultation, id, null) };
    case 'recording-begun':
    case 'recording-unmuted':
      return { ...talk, recording: newer(talk.recording, id, { recordingId: fact.recordingId, is: 'on' }) };
    case 'recording-muted':
      return { ...talk, recording: newer(talk.recording, id, { recordingId: fact.recordingId, is: 'paused' }) };
    case 'recording-failed':
    case 'recording-kept':
    case 'recording-discarded':
      return talk.recording.is?.recordingId === fact.recordingId ? { ...talk, recording: newer(talk.recording, id, null) } : talk;
    default:
      return talk;
  }
}

function newer<What>(told: Told<What>, by: string, is: What | null): Told<What> {
  return told.by > by ? told : { by, is };
}
