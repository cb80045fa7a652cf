import type { AgentId, CallId, QueueId } from '../kernel/ids.js';

/** Why nobody has a message any more that somebody had. */
export type ReleaseCause = 'asked' | 'signed-out' | 'agent-removed';

/** What every step of a message tells. */
interface VoicemailStep {
  readonly voicemailId: string;
  /** In which it was left. */
  readonly callId: CallId;
  /** Whose agents hear it, from now on. */
  readonly queueId: QueueId;
  /** The same however often the step is told: a death at the wrong moment may make it told twice, never not at all. */
  readonly stepId: string;
}

/** What became of a message after it was left. The table of messages says so first, and the journal after it. */
export type VoicemailFact =
  | (VoicemailStep & { readonly type: 'voicemail-claimed'; readonly agentId: AgentId })
  | (VoicemailStep & { readonly type: 'voicemail-released'; readonly agentId: AgentId; readonly cause: ReleaseCause })
  /** `agentId`: who had it; null when a supervisor closed it untouched. */
  | (VoicemailStep & {
      readonly type: 'voicemail-closed';
      readonly agentId: AgentId | null;
      /** Login, or name of the API key. */
      readonly by: string;
      /** Of the disposition; null where the campaign has none. */
      readonly code: string | null;
    })
  /** Nobody treated it in the campaign's time. */
  | (VoicemailStep & { readonly type: 'voicemail-moved'; readonly fromQueueId: QueueId });
