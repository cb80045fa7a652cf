import type { ConversationRecording, KeptConversation } from '../calls/recordings.js';
import type { AgentId, CallId } from '../kernel/ids.js';

interface RecordingStep {
  readonly callId: CallId;
  readonly recordingId: string;
}

/** Why a recording that was kept is no more. `disposition`: the call was given one that is not kept. `undecided`: it was given none in time. */
export type RecordingDeletion = 'disposition' | 'undecided' | 'expired' | 'asked' | 'erased';

/** What became of the recording of a conversation. */
export type RecordingFact =
  | (ConversationRecording & { readonly type: 'recording-begun' })
  /** It could not be begun, or was cut off: the conversation goes on without. */
  | (RecordingStep & { readonly type: 'recording-failed' })
  /** From here on there is silence in it: the agent who has the caller asked for it. */
  | (RecordingStep & { readonly type: 'recording-muted'; readonly agentId: AgentId })
  /** What is said is recorded again: the agent who has the caller asked for it, or is another than who had it paused. */
  | (RecordingStep & { readonly type: 'recording-unmuted'; readonly agentId: AgentId })
  | (KeptConversation & { readonly type: 'recording-kept' })
  /** It ended before anything was in it. */
  | (RecordingStep & { readonly type: 'recording-discarded' })
  /** File and row are gone; `by`: login, or name of the API key, of whoever asked. */
  | (RecordingStep & { readonly type: 'recording-deleted'; readonly why: RecordingDeletion; readonly by: string | null });
