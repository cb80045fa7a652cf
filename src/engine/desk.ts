import type { AgentStatus } from '../core/acd/agent-state.js';
import type { AgentCounts } from '../core/acd/floor.js';
import type { AgentResumption } from '../core/acd/floor-events.js';
import type { AgentSettings, QueueSettings, SkillGroupSettings } from '../core/acd/floor-settings.js';
import type { CallbackRecord } from '../core/callbacks/callback-record.js';
import type { TransferTarget } from '../core/calls/handset.js';
import type { OpenRecording } from '../core/calls/recordings.js';
import type { CallDisposed, CallRecord, JournalEntry, MessageFact } from '../core/journal/facts.js';
import type { RecordingFact } from '../core/journal/recording-facts.js';
import type { VoicemailFact } from '../core/journal/voicemail-facts.js';
import type { AgentId, CallId, QueueId } from '../core/kernel/ids.js';
import type { Instant } from '../core/kernel/time.js';
import type { MessageToHear } from './message-to-hear.js';
import type { CallbackRequest } from './callback-requests.js';
import type { SupervisionDesk } from './supervision-desk.js';

/** How an agent's telephone is reached. */
export type AgentPhone =
  | { readonly kind: 'sip'; readonly accountName: string; readonly password: string }
  /** A dial string of the operator's own PBX. */
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  /** Any telephone, E.164, called through the trunk. */
  | { readonly kind: 'number'; readonly number: string };

export interface DeskAgent extends AgentSettings {
  readonly displayName: string;
  /** What colleagues dial for them; null: nothing. */
  readonly extension: string | null;
  readonly phone: AgentPhone | null;
  /** Whether the phone is called for each offer, or once at the sign-in. A change holds from the next sign-in on. */
  readonly connection: 'per-call' | 'permanent';
  /** Whether the number that the phone names instead of itself (SIP 302) is called for an offer; else the phone has refused. */
  readonly followForwarding: boolean;
}

/** What an agent may ask; each is answered with the new state or refused with a code. */
export type AgentRequest =
  | { readonly type: 'sign-in' }
  | { readonly type: 'sign-out' }
  | { readonly type: 'pause'; readonly reason: string | null }
  | { readonly type: 'resume' }
  | { readonly type: 'end-wrap-up' }
  /** `by` absent: the agent. */
  | { readonly type: 'hang-up'; readonly by?: 'supervisor' }
  | { readonly type: 'hold' | 'unhold' }
  /** A number is understood as the site of the call's DID writes it. */
  | { readonly type: 'transfer'; readonly to: TransferTarget; readonly mode: 'blind' | 'attended' }
  /** Of an attended transfer. */
  | { readonly type: 'complete-transfer' | 'cancel-transfer' }
  /** Answered when the phone is being called. */
  | { readonly type: 'hear-message'; readonly message: MessageToHear }
  /** Silence in the recording of the call, while a card is read out, and its end. */
  | { readonly type: 'pause-recording' }
  | { readonly type: 'resume-recording' };

/** What modules, not the engine, know of. */
export type FactOfOthers = VoicemailFact | RecordingFact | ({ readonly type: 'call-disposed' } & CallDisposed);

export interface LiveCall {
  readonly callId: CallId;
  readonly campaignId: string | null;
  readonly did: string;
  readonly caller: string | null;
  readonly phase: string;
  readonly arrivedAt: Instant;
  readonly queuedAt: Instant | null;
  readonly queueId: QueueId | null;
  /** Place in the line, 1 first; null when not waiting. */
  readonly position: number | null;
  /** By the first agent. */
  readonly answeredAt: Instant | null;
  readonly agentId: AgentId | null;
  /** Since when the agent has put them on hold; null: has not. */
  readonly heldSince: Instant | null;
  /** Whom the agent asks about them meanwhile; `isTalking`: they have answered. Null: nobody. */
  readonly consultation: { readonly to: TransferTarget; readonly withAgentId: AgentId | null; readonly isTalking: boolean } | null;
}

export interface LiveQueue {
  readonly queueId: QueueId;
  readonly waiting: number;
  readonly longestWaitSeconds: number;
  /** The estimated wait of a caller who came now; null when nothing honest can be said. */
  readonly ewtSeconds: number | null;
  readonly agents: AgentCounts;
}

export interface LiveView {
  readonly queues: readonly LiveQueue[];
  readonly calls: readonly LiveCall[];
  readonly agents: readonly AgentStatus[];
}

/**
 * The running floor as the modules see it: they tell it what is configured, pass on what people ask, and read what is going on. Nothing
 * here waits for the database. Configuration may be given before or after the start, any number of times; the last one holds.
 */
export interface Desk {
  /** Supervisors who listen to agents. */
  readonly supervisions: SupervisionDesk;
  configureQueue(queue: QueueSettings): void;
  /** Refused (`wrong-state`, `queue-in-use`) while callers wait in it. */
  removeQueue(queueId: QueueId): void;
  configureAgent(agent: DeskAgent): void;
  /** Refused (`wrong-state`, `agent-signed-in`) while the agent is signed in. */
  removeAgent(agentId: AgentId): void;
  /** Takes a SIP account off the PBX, now or once that is in reach; resolves when it is off. */
  withdrawPhone(accountName: string): Promise<void>;
  configureSkillGroups(groups: readonly SkillGroupSettings[]): void;
  /** What agents were doing when the backend last ran; given once, before the start. */
  resumeAgents(agents: readonly AgentResumption[]): void;
  /** The calls that had not ended when the backend last ran; given once, before the start. Each is found on the PBX again, or ended. */
  resumeCalls(calls: readonly CallRecord[]): void;
  /**
   * Calls that ended with a message which could not be brought to our disk, given once, before the start: it is tried again. `told`: what
   * the journal tells of the messages of those calls, and of the ones that had not ended; it is not told a second time.
   */
  resumeMessages(calls: readonly CallRecord[], told: readonly MessageFact[]): void;
  /** Those who waited to be called back when the backend last ran; given once, before the start. */
  resumeCallbacks(callbacks: readonly CallbackRecord[]): void;
  /** Recordings of conversations that had been neither kept nor given up; given once, before the start. */
  resumeRecordings(recordings: readonly OpenRecording[]): void;
  /**
   * Somebody is to be called back, by any agent of the queue or a named one. Throws `Refusal`: `impossible` with `unknown-campaign`,
   * `unknown-agent`, `invalid-number`, `number-not-allowed` or, planned in a call beyond the campaign's deadline, `callback-too-late` (with
   * `latest`); `wrong-state` with `callback-open` when one is open for that number already.
   */
  planCallback(request: CallbackRequest): CallbackRecord;
  /** Refused (`wrong-state`, `callback-not-proposed`) when there is nothing to confirm. */
  confirmCallback(callbackId: string): CallbackRecord;
  /** Refused (`wrong-state`, `callback-not-waiting`) when it does not wait. */
  cancelCallback(callbackId: string): void;

  /** Throws `Refusal` of kind `wrong-state` when the state does not allow it, `not-found` when the agent is unknown. */
  ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus>;
  agentStatus(agentId: AgentId): AgentStatus;
  live(): LiveView;
  /** Names what is missing for work, empty when ready: `pbx`, `database`. */
  missing(): readonly string[];
  /** Puts it on the journal, and so before everybody who listens. What came of a message or a recording: once the database holds it. */
  record(fact: FactOfOthers): void;
  /** Every journal entry as it is made, in order. Answers how to stop listening. */
  subscribe(listener: (entry: JournalEntry) => void): () => void;
}

/** Nest's injection token of the `Desk`. */
export const DESK = Symbol('Desk');
