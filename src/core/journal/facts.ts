import type { CallEnding } from '../calls/call-ending.js';
import type { AdmissionRefusal } from '../calls/line.js';
import type { IvrExit } from '../ivr/ivr-exit.js';
import type { IvrFact } from '../ivr/ivr-fact.js';
import type { TransferTarget } from '../calls/handset.js';
import type { NotDialled } from '../calls/outbound.js';
import type { OverflowCriterion, ScenarioUse } from '../calls/phase.js';
import type { FloorFact } from '../acd/floor-facts.js';
import type { CallbackFact } from '../callbacks/callback-record.js';
import type { AgentId, CallId, CampaignId, OfferId, QueueId, RecordingId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { Disposition } from '../plan/briefing.js';
import type { StrategyPlan } from '../plan/campaign-plan.js';
import type { LegEnd } from '../ports/telephony.js';
import type { RecordingFact } from './recording-facts.js';
import type { SupervisionFact } from './supervision-facts.js';
import type { VoicemailFact } from './voicemail-facts.js';

/** The figures of a call as reports and `/calls` show them. Written whole with every step, so that any one of them tells all so far. */
export interface CallRecord {
  readonly callId: CallId;
  /** Null when the number dialled leads to no campaign. */
  readonly campaignId: CampaignId | null;
  readonly planVersion: number | null;
  /** The DID, E.164; what was dialled, as it came, when it is none of ours. */
  readonly did: string;
  /** E.164 where known; null when withheld. */
  readonly caller: string | null;
  readonly arrivedAt: Instant;
  readonly queuedAt: Instant | null;
  readonly queueId: QueueId | null;
  /** When an agent and the caller were put together. */
  readonly answeredAt: Instant | null;
  readonly agentId: AgentId | null;
  /** The phase the call is in, or ended in. */
  readonly phase: string;
  readonly endedAt: Instant | null;
  readonly ending: CallEnding | null;
  /** Of the message that the caller leaves, or was leaving when last heard of. */
  readonly recording?: RecordingId;
  /** The callback that this call is; its caller is who was called back. */
  readonly callbackId?: string;
}

export type CallFact =
  | { readonly type: 'call-arrived'; readonly callId: CallId; readonly call: CallRecord }
  /** The backend found the call on the PBX after a restart or a lost connection and goes on with it. */
  | { readonly type: 'call-resumed'; readonly callId: CallId; readonly phase: string; readonly call: CallRecord }
  | { readonly type: 'phase-entered'; readonly callId: CallId; readonly phase: string; readonly call: CallRecord }
  /** The PBX answered the caller: from here on the caller's network may bill. */
  | { readonly type: 'call-answered'; readonly callId: CallId }
  | {
      readonly type: 'sound-played';
      readonly callId: CallId;
      /** `welcome`, `closed`, …: what it was for. */
      readonly purpose: string;
      readonly seconds: number;
      readonly end: 'played' | 'stopped' | 'unplayable';
    }
  /** The caller was kept out of the line; the figures are those the decision was based on. */
  | ({ readonly type: 'admission-refused'; readonly callId: CallId; readonly queueId: QueueId } & AdmissionRefusal)
  /** `expected` is what the estimator said; `sound` is what was made of it for this caller. */
  | {
      readonly type: 'ewt-announced';
      readonly callId: CallId;
      readonly sound: string;
      readonly position: number;
      readonly expected: { readonly seconds: number; readonly low: number; readonly high: number } | null;
    }
  /** Keys that were an answer; digits that look like a payment card are masked. */
  | { readonly type: 'keys-pressed'; readonly callId: CallId; readonly purpose: string; readonly keys: string }
  | {
      readonly type: 'overflowed';
      readonly callId: CallId;
      readonly criterion: OverflowCriterion;
      readonly strategy: StrategyPlan['kind'];
    }
  | { readonly type: 'reroute-dialled'; readonly callId: CallId; readonly number: string }
  | { readonly type: 'reroute-connected'; readonly callId: CallId; readonly number: string }
  | { readonly type: 'reroute-failed'; readonly callId: CallId; readonly why: NotDialled | LegEnd | 'no-number' }
  | { readonly type: 'callback-refused'; readonly callId: CallId; readonly why: 'invalid' | 'not-allowed' | 'no-number' }
  | { readonly type: 'voicemail-begun'; readonly callId: CallId; readonly voicemailId: string }
  | { readonly type: 'voicemail-deposited'; readonly callId: CallId; readonly voicemail: VoicemailRecord }
  | { readonly type: 'voicemail-discarded'; readonly callId: CallId; readonly voicemailId: string; readonly seconds: number }
  /** What a scenario decided; keys and values that may not be shown are masked. */
  | (DistributiveOmit<IvrFact, 'type'> & { readonly type: 'scenario-step'; readonly callId: CallId; readonly step: IvrFact['type'] })
  | {
      readonly type: 'scenario-ended';
      readonly callId: CallId;
      readonly use: ScenarioUse;
      readonly exit: IvrExit['exit'];
      /** Those of a survey, and whatever else the scenario asked to be stored. */
      readonly answers: Readonly<Record<string, string>>;
    }
  /** Caller and agent hear each other. */
  | {
      readonly type: 'call-connected';
      readonly callId: CallId;
      readonly agentId: AgentId;
      readonly queueId: QueueId;
      readonly call: CallRecord;
    }
  /** The phone that an offer was made to named this number to be called instead; `refused` is why it is not, null when it rings there now. */
  | {
      readonly type: 'offer-forwarded';
      readonly callId: CallId;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      /** E.164; as the phone wrote it when it is no number. */
      readonly number: string;
      readonly refused: NotDialled | 'forwarded-twice' | null;
    }
  | ({ readonly type: 'call-disposed' } & CallDisposed)
  /** `phone`: by the phone's own key. */
  | { readonly type: 'call-held'; readonly callId: CallId; readonly agentId: AgentId; readonly by: 'request' | 'phone' }
  | { readonly type: 'call-unheld'; readonly callId: CallId; readonly agentId: AgentId; readonly heldSeconds: number }
  | { readonly type: 'consultation-begun'; readonly callId: CallId; readonly agentId: AgentId; readonly to: TransferTarget }
  /** `withAgentId` is null for a number outside. */
  | { readonly type: 'consultation-connected'; readonly callId: CallId; readonly agentId: AgentId; readonly withAgentId: AgentId | null }
  /** The caller is with the agent again. */
  | { readonly type: 'consultation-ended'; readonly callId: CallId; readonly agentId: AgentId; readonly why: TransferFailure | 'cancelled' }
  | {
      readonly type: 'call-transferred';
      readonly callId: CallId;
      /** Who sent the caller. */
      readonly agentId: AgentId;
      readonly to: TransferTarget;
      readonly mode: 'blind' | 'attended';
    }
  | { readonly type: 'transfer-connected'; readonly callId: CallId; readonly to: TransferTarget }
  | { readonly type: 'transfer-failed'; readonly callId: CallId; readonly agentId: AgentId; readonly why: TransferFailure }
  | { readonly type: 'call-ended'; readonly callId: CallId; readonly ending: CallEnding; readonly call: CallRecord };

/** What an agent said of a call that the agent has or had; of several of one agent the last holds. */
export interface CallDisposed extends Disposition {
  readonly callId: CallId;
  readonly agentId: AgentId;
  readonly campaignId: CampaignId;
  /** Of the call. */
  readonly arrivedAt: Instant;
}

/** Why nobody was reached. `gone`: who was reached hung up again. */
export type TransferFailure = NotDialled | LegEnd | 'agent-not-available' | 'gone';

/** What became of what a caller said after the tone. */
export type MessageFact = Extract<CallFact, { readonly type: 'voicemail-deposited' | 'voicemail-discarded' }>;

export function isOfMessage(fact: Fact): fact is MessageFact {
  return fact.type === 'voicemail-deposited' || fact.type === 'voicemail-discarded';
}

/** A message that a caller left, as `/voicemails` shows it. Its id is that of its file. */
export interface VoicemailRecord {
  readonly voicemailId: string;
  readonly callId: CallId;
  readonly campaignId: CampaignId;
  readonly queueId: QueueId;
  readonly caller: string | null;
  readonly receivedAt: Instant;
  readonly durationSeconds: number;
  readonly bytes: number;
  readonly sha256: string;
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** Everything worth remembering. Past tense; new kinds may be added, none is ever renamed. */
export type Fact = CallFact | CallbackFact | FloorFact | VoicemailFact | RecordingFact | SupervisionFact;

export interface JournalEntry {
  /** Unique for ever and growing: the order of entries is the order of their ids. */
  readonly id: string;
  readonly at: Instant;
  readonly fact: Fact;
}
