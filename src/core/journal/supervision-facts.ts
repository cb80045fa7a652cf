import type { AgentId, CallId } from '../kernel/ids.js';

/** `listen`: nobody hears the supervisor. `whisper`: the agent alone does. `barge`: agent and caller do. */
export const SUPERVISION_MODES = ['listen', 'whisper', 'barge'] as const;
export type SupervisionMode = (typeof SUPERVISION_MODES)[number];

interface SupervisionStep {
  readonly callId: CallId;
  readonly agentId: AgentId;
  readonly supervisionId: string;
}

/** Who listened to a conversation. */
export type SupervisionFact =
  /** The supervisor's phone was answered and put to it; `by`: login, or name of the API key, of whoever asked; `mode`: to begin with. */
  | (SupervisionStep & { readonly type: 'supervisor-joined'; readonly by: string; readonly mode: SupervisionMode })
  | (SupervisionStep & { readonly type: 'supervisor-left' });
