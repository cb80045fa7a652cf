import type { AgentId, CallId, CampaignId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/**
 * Where a callback is. `proposed` waits for somebody to confirm it; `reserved`: an agent is being rung for it or has taken it, and nobody was
 * dialled yet; `dialling`: the customer's telephone rings; `talking` from the customer's answer on.
 */
export type CallbackState = 'proposed' | 'waiting' | 'reserved' | 'dialling' | 'talking' | 'done' | 'expired' | 'cancelled';

/** How an attempt failed. `interrupted`: we died or lost the PBX during it; `abandoned`: the customer answered and left before an agent came. */
export type AttemptFailure =
  'busy' | 'no-answer' | 'refused' | 'unreachable' | 'failed' | 'machine' | 'absent' | 'agent-left' | 'abandoned' | 'interrupted' | 'lost';

/** Somebody waits to be called back, as `/callbacks` shows it. Written whole with every step, so that any one of them tells all so far. */
export interface CallbackRecord {
  readonly callbackId: string;
  /** In which it was asked for; null: in none. */
  readonly callId: CallId | null;
  readonly campaignId: CampaignId;
  readonly queueId: QueueId;
  /** The DID of that call, E.164; null: any of the campaign's. */
  readonly did: string | null;
  /** E.164. */
  readonly number: string;
  readonly requestedAt: Instant;
  /** Of the call, and since when the caller had waited in it: the place that the callback keeps. */
  readonly arrivedAt: Instant;
  readonly queuedAt: Instant;
  /** Not dialled before; moves on with every attempt. Null: as soon as its place comes up. */
  readonly notBefore: Instant | null;
  readonly expiresAt: Instant;
  readonly state: CallbackState;
  /** Times that the customer was dialled. */
  readonly attempts: number;
  /** Who asked to do it; null: any agent of the queue. */
  readonly forAgentId: AgentId | null;
  /** Who is reserved for it, talks, or has talked. */
  readonly agentId: AgentId | null;
  /** Of the attempt under way, or of the last one. */
  readonly attemptCallId: CallId | null;
}

/** From each state, the states that may follow and what leads there. What is not here does not happen. */
export const CALLBACK_TRANSITIONS: Readonly<Record<CallbackState, Readonly<Partial<Record<CallbackState, string>>>>> = {
  proposed: {
    waiting: 'somebody confirms it',
    done: 'the customer calls in and talks to an agent',
    cancelled: 'is cancelled',
    expired: 'nobody confirmed it in time',
  },
  waiting: {
    reserved: 'its place comes up, an agent is rung',
    dialling: 'its place comes up, and the customer is dialled first',
    done: 'the customer calls in and talks to an agent',
    cancelled: 'is cancelled',
    expired: 'its time is over',
  },
  reserved: {
    waiting: 'the agent does not take it, or it may not be dialled now',
    dialling: 'the customer is dialled',
    done: 'the customer calls in and talks to an agent',
    cancelled: 'is cancelled',
  },
  dialling: {
    talking: 'the customer answers',
    waiting: 'the customer is not reached, and will be tried again',
    done: 'the customer calls in meanwhile and talks to an agent',
    expired: 'the customer is not reached, and was tried often enough',
  },
  talking: {
    done: 'the conversation is over',
    waiting: 'no agent talked to the customer, or it was a machine',
    expired: 'no agent talked to the customer, or it was a machine, and it was tried often enough',
  },
  done: {
    waiting: 'the agent says that it was a machine',
    expired: 'the agent says that it was a machine, and it was tried often enough',
  },
  expired: {},
  cancelled: {},
};

/** Nothing more will come of it by itself. */
export function isOver({ state }: CallbackRecord): boolean {
  return state === 'done' || state === 'expired' || state === 'cancelled';
}

interface Told {
  /** In which it was asked for. */
  readonly callId: CallId | null;
  readonly agentId: AgentId | null;
  readonly callback: CallbackRecord;
}

/** What happened to a callback; each carries the record as it is from then on. */
export type CallbackFact =
  | (Told & { readonly type: 'callback-requested' })
  | (Told & { readonly type: 'callback-proposed' })
  | (Told & { readonly type: 'callback-confirmed' })
  | (Told & { readonly type: 'callback-reserved' })
  | (Told & { readonly type: 'callback-released' })
  /** On disk before the dial: a death in between counts as an attempt, and never becomes two. `shown` is what the customer's telephone shows. */
  | (Told & { readonly type: 'callback-dialled'; readonly shown: string | null })
  /** The customer answers: from here on the carrier may bill. */
  | (Told & { readonly type: 'callback-answered' })
  | (Told & { readonly type: 'callback-attempted'; readonly outcome: AttemptFailure })
  | (Told & { readonly type: 'callback-done' })
  | (Told & { readonly type: 'callback-expired'; readonly why: 'attempts' | 'time' })
  | (Told & { readonly type: 'callback-cancelled' })
  | (Told & { readonly type: 'callback-closed-by-call'; readonly byCallId: CallId })
  /** The named agent was not there for too long: any agent of the queue serves it now. */
  | (Told & { readonly type: 'callback-left-to-queue' });
