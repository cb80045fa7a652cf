import type { CallEnding } from '../calls/call-ending.js';
import type { AdmissionRefusal } from '../calls/line.js';
import type { FloorFact } from '../acd/floor-facts.js';
import type { AgentId, CallId, CampaignId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

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
  /** Caller and agent hear each other. */
  | {
      readonly type: 'call-connected';
      readonly callId: CallId;
      readonly agentId: AgentId;
      readonly queueId: QueueId;
      readonly call: CallRecord;
    }
  | { readonly type: 'call-ended'; readonly callId: CallId; readonly ending: CallEnding; readonly call: CallRecord };

/** Everything worth remembering. Past tense; new kinds may be added, none is ever renamed. */
export type Fact = CallFact | FloorFact;

export interface JournalEntry {
  /** Unique for ever and growing: the order of entries is the order of their ids. */
  readonly id: string;
  readonly at: Instant;
  readonly fact: Fact;
}
