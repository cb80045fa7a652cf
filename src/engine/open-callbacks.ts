import { CALLBACK_TRANSITIONS, isOver, type CallbackFact, type CallbackRecord } from '../core/callbacks/callback-record.js';
import type { CallbackDesk, CallbackWish } from '../core/calls/callback-desk.js';
import { dialRefusal, type DialPolicy } from '../core/dialling/dial-policy.js';
import type { CallRecord } from '../core/journal/facts.js';
import { assert } from '../core/kernel/bug.js';
import type { AgentId, CallId, CampaignId, QueueId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { seconds, type Instant } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Journal } from './journal.js';

export interface CallbackParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly journal: Journal;
  readonly directory: CampaignDirectory;
  readonly dialPolicy: () => DialPolicy;
}

/** A callback that is asked for outside a caller's own call. */
export interface NewCallback {
  readonly campaignId: CampaignId;
  readonly queueId: QueueId;
  /** In which it was asked for; null: in none. */
  readonly callId: CallId | null;
  readonly did: string | null;
  /** E.164. */
  readonly number: string;
  readonly arrivedAt: Instant;
  readonly queuedAt: Instant;
  readonly notBefore: Instant | null;
  readonly forAgentId: AgentId | null;
  readonly expiresAfterHours: number;
  readonly state: 'waiting' | 'proposed';
}

/** What is said of a step, besides the record. */
export type What = DistributiveOmit<CallbackFact, 'callId' | 'agentId' | 'callback'>;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

const HOUR = seconds(3600);
/** What an agent says of a callback that is done comes minutes later at the most. */
const DONE_REMEMBERED = 1024;

/** The callbacks that are not over. One a number and campaign waits; every step is in the journal before anything is done about it. */
export class OpenCallbacks implements CallbackDesk {
  private readonly open = new Map<string, CallbackRecord>();
  /** Those to whom nobody talks yet, by campaign and number. */
  private readonly waiting = new Map<string, string>();
  /** The latest that are done, by the call that did it, oldest first. */
  private readonly done = new Map<CallId, CallbackRecord>();
  private stepped: (callback: CallbackRecord) => void = () => undefined;

  constructor(private readonly parts: CallbackParts) {}

  /** Who hears of every new record; told once. */
  whenStepped(listener: (callback: CallbackRecord) => void): void {
    this.stepped = listener;
  }

  numberFor(typed: string, did: string): { readonly number: string } | { readonly refused: 'invalid' | 'not-allowed' } {
    const number = this.parts.directory.callerNumber(typed, did);
    const refusal = number === null ? 'not-a-number' : dialRefusal(this.parts.dialPolicy(), number);
    if (number !== null && refusal === null) return { number };
    return { refused: refusal === 'not-a-number' ? 'invalid' : 'not-allowed' };
  }

  leave(wish: CallbackWish): 'kept' | 'known' {
    return this.add({ ...wish, notBefore: null, forAgentId: null, state: 'waiting' }) === null ? 'known' : 'kept';
  }

  /** A caller whom a crash of the PBX took, as the campaign wants it: called back, proposed, or neither. */
  recover({ callId, did, caller, arrivedAt, queuedAt, queueId, callbackId }: CallRecord, plan: CampaignPlan | null): void {
    if (plan === null || plan.callback.recoverLost === 'off' || caller === null || callbackId !== undefined) return;
    const checked = this.numberFor(caller, did);
    if ('refused' in checked) return;
    this.add({
      campaignId: plan.campaignId,
      queueId: queueId ?? plan.queueId,
      callId,
      did,
      number: checked.number,
      arrivedAt,
      queuedAt: queuedAt ?? arrivedAt,
      notBefore: null,
      forAgentId: null,
      expiresAfterHours: plan.callback.expiresAfterHours,
      state: plan.callback.recoverLost === 'automatic' ? 'waiting' : 'proposed',
    });
  }

  /** Null when one waits for this number and campaign already. */
  add({ expiresAfterHours, state, ...asked }: NewCallback): CallbackRecord | null {
    if (this.waitingFor(asked.campaignId, asked.number) !== null) return null;
    const now = this.parts.clock.now();
    const callback: CallbackRecord = {
      callbackId: this.parts.ids.next(),
      ...asked,
      requestedAt: now,
      expiresAt: Math.max(now, asked.notBefore ?? now) + expiresAfterHours * HOUR,
      state,
      attempts: 0,
      agentId: null,
      attemptCallId: null,
    };
    this.keep(callback, { type: state === 'waiting' ? 'callback-requested' : 'callback-proposed' });
    return callback;
  }

  has(callId: CallId): boolean {
    return [...this.open.values()].some((callback) => callback.callId === callId);
  }

  /** What was open when the backend last ran. */
  resume(callbacks: readonly CallbackRecord[]): void {
    for (const callback of callbacks) this.file(callback);
  }

  /** Those that are not over. */
  all(): CallbackRecord[] {
    return [...this.open.values()];
  }

  get count(): number {
    return this.open.size;
  }

  find(callbackId: string): CallbackRecord | null {
    return this.open.get(callbackId) ?? null;
  }

  /** The one to whom nobody talks yet; null when there is none. */
  waitingFor(campaignId: CampaignId, number: string): CallbackRecord | null {
    const id = this.waiting.get(keyOf(campaignId, number));
    return id === undefined ? null : this.find(id);
  }

  /** The one that this agent planned in this call, if nobody was dialled for it yet; null when there is none. */
  plannedIn(callId: CallId, agentId: AgentId): CallbackRecord | null {
    const planned = this.all().find((each) => each.callId === callId && each.forAgentId === agentId);
    return planned?.state === 'waiting' || planned?.state === 'reserved' ? planned : null;
  }

  /** The one that this call has done, of the latest. */
  doneBy(callId: CallId): CallbackRecord | null {
    return this.done.get(callId) ?? null;
  }

  /** The next record of a callback, in the journal when this returns. */
  step(callback: CallbackRecord, changes: Partial<CallbackRecord>, what: What): CallbackRecord {
    const next = { ...callback, ...changes };
    const { callbackId, state } = callback;
    const mayFollow = state === next.state || CALLBACK_TRANSITIONS[state][next.state] !== undefined;
    assert(mayFollow, `callback ${callbackId} cannot go from ${state} to ${next.state}`);
    this.keep(next, what);
    return next;
  }

  /** Something more to say of a callback whose record stays as it is. */
  tell(callback: CallbackRecord, what: What): void {
    this.keep(callback, what);
  }

  /** Refused (`wrong-state`, `callback-not-waiting`) once the customer is dialled. */
  cancel(callbackId: string): CallbackRecord {
    const callback = this.demand(callbackId, ['proposed', 'waiting', 'reserved'], 'callback-not-waiting', 'does not wait');
    return this.step(callback, { state: 'cancelled', agentId: null }, { type: 'callback-cancelled' });
  }

  /** Refused (`wrong-state`, `callback-not-proposed`) when there is nothing to confirm. */
  confirm(callbackId: string): CallbackRecord {
    const callback = this.demand(callbackId, ['proposed'], 'callback-not-proposed', 'is not proposed');
    return this.step(callback, { state: 'waiting' }, { type: 'callback-confirmed' });
  }

  private demand(callbackId: string, states: readonly CallbackRecord['state'][], code: string, complaint: string): CallbackRecord {
    const callback = this.open.get(callbackId);
    if (callback !== undefined && states.includes(callback.state)) return callback;
    throw new Refusal('wrong-state', code, `The callback ${callbackId} ${complaint}.`);
  }

  private keep(callback: CallbackRecord, what: What): void {
    this.file(callback);
    const { callId, agentId } = callback;
    this.parts.journal.record({ ...what, callId, agentId, callback });
    this.stepped(callback);
  }

  private file(callback: CallbackRecord): void {
    const { callbackId, campaignId, number, state, attemptCallId } = callback;
    const key = keyOf(campaignId, number);
    if (this.waiting.get(key) === callbackId) this.waiting.delete(key);
    if (isOver(callback)) {
      this.open.delete(callbackId);
      if (state === 'done' && attemptCallId !== null) this.remember(attemptCallId, callback);
      return;
    }
    this.open.set(callbackId, callback);
    if (state !== 'talking') this.waiting.set(key, callbackId);
  }

  private remember(callId: CallId, callback: CallbackRecord): void {
    this.done.set(callId, callback);
    const [oldest] = this.done.keys();
    if (this.done.size > DONE_REMEMBERED && oldest !== undefined) this.done.delete(oldest);
  }
}

function keyOf(campaignId: CampaignId, number: string): string {
  return `${campaignId} ${number}`;
}
