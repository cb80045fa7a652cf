import type { AgentId, CallId, CampaignId, LegId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { CampaignPlan } from '../plan/campaign-plan.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';

/** A conversation that is recorded, from the moment it is begun. */
export interface ConversationRecording {
  /** Of the file that it becomes. */
  readonly recordingId: string;
  readonly callId: CallId;
  readonly campaignId: CampaignId;
  /** With whom the conversation began; others may have taken it over. */
  readonly agentId: AgentId;
  readonly startedAt: Instant;
  /** The PBX that records it. */
  readonly node: string;
  /** Kept only if the agent gives the call one of these dispositions; null: whatever happens. */
  readonly keptFor: readonly string[] | null;
  /** From its end; null: for ever. */
  readonly retentionDays: number | null;
}

/** A recording that is safe on our disk: WAV, 16 bits, 8 kHz, the caller left and the agent right. */
export interface KeptConversation extends ConversationRecording {
  readonly durationSeconds: number;
  /** Of the file. */
  readonly bytes: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  /** Null: never. */
  readonly expiresAt: Instant | null;
}

/** A recording that nobody has kept or given up yet, as an earlier run left it. */
export interface OpenRecording extends ConversationRecording {
  /** Who has it paused; null: it goes on. */
  readonly mutedBy: AgentId | null;
}

/** What a recording needs to know of the call whose conversation it is. */
export interface Conversing {
  readonly id: CallId;
  readonly leg: LegId;
  readonly plan: CampaignPlan;
  readonly life: CallScope<CallCause>;
}

/** Where conversations are recorded. A call neither waits for it nor feels it. */
export interface Recordings {
  /**
   * Records what the caller says and hears from now on until the call ends, if the campaign wants it. Asked again, after a transfer or a
   * restart, it goes on with the same recording; one that another agent had paused is resumed, as nobody else would know of it.
   */
  begin(call: Conversing, agentId: AgentId): void;
}
