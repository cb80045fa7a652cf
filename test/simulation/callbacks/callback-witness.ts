import { CALLBACK_TRANSITIONS, isOver, type CallbackFact, type CallbackRecord } from '../../../src/core/callbacks/callback-record.js';
import type { QueueEntry } from '../../../src/core/acd/floor-events.js';
import type { CallRecord, JournalEntry } from '../../../src/core/journal/facts.js';
import { agentLineOf } from '../../../src/core/acd/agent-line.js';
import type { CallId } from '../../../src/core/kernel/ids.js';
import type { Callers } from '../callers.js';
import type { Centre } from '../centre.js';

/** A request as its facts tell it. */
export interface Asked {
  record: CallbackRecord;
  /** An agent and the customer have talked in its name, and nothing was said that takes it back. */
  served: boolean;
}

/** Reads what the journal says of every request, and knows what may follow: one step after the other, one conversation, one end. */
export class CallbackWitness {
  /** Every one that was ever made. */
  readonly asked = new Map<string, Asked>();
  /** Those that are not over. */
  readonly open = new Map<string, Asked>();
  /** How many came to which end; one that was taken back has had two. */
  readonly ends = new Map<string, number>();
  /** How many attempts came to what. */
  readonly attempts = new Map<string, number>();
  /** Calls that customers made by themselves, by campaign and number, as far as it was told. */
  private readonly onTheLine = new Map<CallId, string>();
  private readonly waiting = new Map<string, string>();

  constructor(
    private readonly centre: Centre,
    private readonly callers: Callers,
  ) {
    centre.onFact((entry) => this.hear(entry));
  }

  /** The call in which the customer is on the line by themselves; null when they are not. */
  callOf({ campaignId, number }: CallbackRecord): CallId | null {
    const key = `${campaignId} ${number}`;
    for (const [callId, caller] of this.onTheLine) if (caller === key && this.callers.find(callId)?.caller.ended === null) return callId;
    return null;
  }

  /** To be asked when everything is over. */
  judgeTheEnd(): void {
    for (const { record } of this.open.values()) this.fail(record, `is ${record.state} at the end of all days`);
  }

  private hear({ fact }: JournalEntry): void {
    if ('callback' in fact) this.told(fact);
    else if (fact.type === 'call-queued' && fact.entry.kind === 'callback') this.queued(fact.entry);
    if ('call' in fact) this.heardOfCall(fact.type, fact.call);
  }

  private told(fact: CallbackFact): void {
    const { callback } = fact;
    const { callbackId } = callback;
    const before = this.asked.get(callbackId);
    if (before === undefined) {
      if (fact.type !== 'callback-requested' && fact.type !== 'callback-proposed') this.fail(callback, `begins with ${fact.type}`);
      this.begun(callback);
      return;
    }
    this.checkStep(before.record, fact);
    if (fact.type === 'callback-attempted') {
      const { outcome } = fact;
      this.attempts.set(outcome, (this.attempts.get(outcome) ?? 0) + 1);
      if (outcome === 'machine' || outcome === 'absent' || outcome === 'lost') before.served = false;
    }
    // Said twice of one step: that it failed, and that it was the last time.
    if (isOver(callback) && !isOver(before.record)) this.ends.set(callback.state, (this.ends.get(callback.state) ?? 0) + 1);
    before.record = callback;
    this.file(before);
  }

  private begun(callback: CallbackRecord): void {
    const { callId, arrivedAt } = callback;
    const asked = { record: callback, served: false };
    this.asked.set(callback.callbackId, asked);
    this.file(asked);
    const call = callId === null ? null : (this.callers.find(callId)?.record ?? null);
    const isOn = call?.ending === null && this.centre.isUndisturbed;
    if (isOn && arrivedAt !== call.arrivedAt) this.fail(callback, 'has another time of arrival than its call');
  }

  private file(asked: Asked): void {
    const { callbackId, campaignId, number, state } = asked.record;
    const key = `${campaignId} ${number}`;
    if (isOver(asked.record)) this.open.delete(callbackId);
    else this.open.set(callbackId, asked);
    if (isOver(asked.record) || state === 'talking') {
      if (this.waiting.get(key) === callbackId) this.waiting.delete(key);
      return;
    }
    const other = this.waiting.get(key);
    if (other !== undefined && other !== callbackId) this.fail(asked.record, `waits for the customer of ${other}`);
    this.waiting.set(key, callbackId);
  }

  private checkStep(before: CallbackRecord, { type, callback }: CallbackFact): void {
    if (before.state !== callback.state && CALLBACK_TRANSITIONS[before.state][callback.state] === undefined)
      this.fail(callback, `was ${before.state} and is ${callback.state}`);
    if (before.state === callback.state && isOver(before) && type !== 'callback-expired') this.fail(callback, `is over, and then ${type}`);
    if (isOver(before) && !isOver(callback) && type !== 'callback-attempted') this.fail(callback, `was over, and then ${type}`);
    for (const field of UNCHANGED) if (before[field] !== callback[field]) this.fail(callback, `has another ${field} than before`);
    const dialled = type === 'callback-dialled' ? 1 : 0;
    if (callback.attempts !== before.attempts + dialled) this.fail(callback, `counts ${String(callback.attempts)} attempts after ${type}`);
  }

  /** The place is the caller's own, in the line of the queue or of the agent who was asked for. */
  private queued({ callId, queueId, arrivedAt, queuedAt }: QueueEntry): void {
    const asked = this.askedFor(callId);
    // One who was dialled first, answered and waits: a call like any other.
    if (asked === null) return this.centre.trail.fail(`${callId} stands in the line for nobody`);
    const { record } = asked;
    if (arrivedAt !== record.arrivedAt || queuedAt !== record.queuedAt) this.fail(record, 'stands at another place than the caller had');
    const named = record.forAgentId === null ? null : agentLineOf(record.forAgentId);
    if (record.state !== 'talking' && named !== null && queueId !== named) this.fail(record, `stands in ${queueId}`);
    if (record.state !== 'waiting' && record.state !== 'dialling') this.fail(record, `is ${record.state} and gets a place in the line`);
  }

  /** The request that an attempt is for. */
  askedFor(callId: string): Asked | null {
    const callbackId = /-guichet-callback-(.+)-\d+$/.exec(callId)?.[1];
    return callbackId === undefined ? null : (this.asked.get(callbackId) ?? null);
  }

  private heardOfCall(type: string, call: CallRecord): void {
    const { callId, campaignId, caller, callbackId } = call;
    if (callbackId !== undefined) return this.heardOfAttempt(type, call, callbackId);
    if (campaignId === null || caller === null) return;
    if (type === 'call-ended') this.onTheLine.delete(callId);
    else if (type === 'phase-entered') this.onTheLine.set(callId, `${campaignId} ${caller}`);
  }

  private heardOfAttempt(type: string, call: CallRecord, callbackId: string): void {
    const asked = this.asked.get(callbackId);
    if (asked === undefined) return this.centre.trail.fail(`${call.callId} is a callback that nobody asked for`);
    if (type !== 'call-connected') return;
    if (asked.record.attemptCallId !== call.callId) this.fail(asked.record, `is talked about in ${call.callId}, which is not its attempt`);
    asked.served = true;
  }

  private fail({ callbackId }: CallbackRecord, what: string): void {
    this.centre.trail.fail(`callback ${callbackId} ${what}`);
  }
}

const UNCHANGED = ['callId', 'campaignId', 'queueId', 'did', 'number', 'requestedAt', 'arrivedAt', 'queuedAt', 'expiresAt'] as const;
