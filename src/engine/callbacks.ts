import type { FloorOrder } from '../core/acd/floor-orders.js';
import type { FloorFact } from '../core/acd/floor-facts.js';
import type { AttemptFailure, CallbackRecord } from '../core/callbacks/callback-record.js';
import { letGo } from '../core/calls/let-go.js';
import type { CallFact, CallRecord } from '../core/journal/facts.js';
import type { CallId, LegId } from '../core/kernel/ids.js';
import { CallbackAttempts, type AttemptParts } from './callback-attempts.js';
import { CallbackLine } from './callback-line.js';
import { callIdOf } from './calls-in-progress.js';
import type { CallbackInsides } from './engine-ports.js';
import type { FoundCallback } from './reconciliation.js';

export type CallbacksParts = Omit<AttemptParts, 'book'> & {
  readonly book: AttemptParts['book'];
  /** True while our picture of the PBX is known to be right. */
  readonly ready: () => boolean;
};

/** Serves callbacks: from the line of the floor over the attempt to the call, and what calls mean for them. */
export class Callbacks {
  private readonly line: CallbackLine;
  private readonly attempts: CallbackAttempts;
  /** The calls of customers who are on the line by themselves, by campaign and number: a company's number may be on several. */
  private readonly here = new Map<string, Set<CallId>>();
  /** What agents said of calls that are not over yet. */
  private readonly verdicts = new Map<CallId, 'machine' | 'absent'>();

  constructor(private readonly parts: CallbacksParts) {
    const { book } = parts;
    this.line = new CallbackLine({
      ...parts,
      node: () => parts.telephony.node,
      attempts: () => this.attempts,
      isHere: (callback) => this.isHere(callback),
    });
    this.attempts = new CallbackAttempts(parts, this.line);
    book.whenStepped((callback) => {
      const { callbackId, state, attemptCallId } = callback;
      // Nobody wants what is under way any more.
      if ((state === 'cancelled' || state === 'done') && attemptCallId !== null) this.attempts.stop(attemptCallId);
      this.line.lookSoon(callbackId);
    });
  }

  /** Whether an offer is for a customer who is dialled first: then no telephone rings for it yet. */
  offered(order: Extract<FloorOrder, { readonly type: 'offer-call' }>): boolean {
    return !this.parts.calls.runs(order.callId) && this.line.offered(order);
  }

  hearFloor(fact: FloorFact): void {
    this.line.hear(fact);
  }

  /** An agent who waits for a customer to answer hangs up. Answers whether there was one. */
  hangUp(callId: CallId | null): boolean {
    return callId !== null && this.attempts.stop(callId);
  }

  /** An agent and a customer who are about to talk. */
  serves(callId: CallId): boolean {
    return this.attempts.runs(callId);
  }

  /** What calls tell of themselves: who is here, who has talked, who was lost. What follows is in the journal when this returns. */
  hear(fact: CallFact): void {
    if (fact.type !== 'phase-entered' && fact.type !== 'call-connected' && fact.type !== 'call-ended') return;
    const { call } = fact;
    if (call.callbackId !== undefined) {
      if (fact.type === 'call-ended') this.ownCallEnded(call, call.callbackId);
    } else if (fact.type === 'call-ended') this.callerLeft(call);
    else this.callerIsHere(call, fact.type === 'call-connected');
  }

  /** What an agent says of a callback's call: that the customer was not reached after all. */
  hearDisposition(callId: CallId, code: string): void {
    const outcome = NOT_REACHED[code];
    if (outcome !== undefined)
      this.parts.writer.inTurn(() => {
        this.notReached(callId, outcome);
      });
  }

  private notReached(callId: CallId, outcome: 'machine' | 'absent'): void {
    const { book, calls } = this.parts;
    if (calls.find(callId)?.record.callbackId !== undefined) {
      this.verdicts.set(callId, outcome);
      return;
    }
    const callback = book.doneBy(callId);
    if (callback !== null && book.waitingFor(callback.campaignId, callback.number) === null) this.line.failed(callback, outcome);
  }

  /** The PBX is out of reach. */
  lost(): void {
    this.attempts.suspendAll();
    this.line.lost();
  }

  stop(): void {
    this.line.stop();
    this.attempts.suspendAll();
  }

  insides(): CallbackInsides {
    const { attempts, line, here, verdicts, parts } = this;
    const counts = { openCallbacks: parts.book.count, attempts: attempts.count, customersHere: here.size, verdicts: verdicts.size };
    return { ...counts, ...line.counts };
  }

  lookAtAll(): void {
    this.line.lookAtAll();
  }

  /**
   * Goes on with the attempts that a census found on the PBX; one that is not there any more has failed, and an agent whose customer was not
   * reached by then is free.
   */
  takeUp(found: readonly FoundCallback[], present: ReadonlySet<LegId>): void {
    const { book, writer, calls } = this.parts;
    const byCall = new Map(found.map((each) => [callIdOf(each.leg.leg), each]));
    for (const callback of book.all()) this.goOn(callback, byCall, present);
    // The callback that it was dialled for is no more.
    for (const { leg } of byCall.values()) void letGo(this.parts, leg.leg, 'normal');
    for (const [callId, { settings }] of writer.floor.conversations) {
      const callback = book.find(/-guichet-callback-(.+)-\d+$/.exec(callId)?.[1] ?? '');
      if (callback === null || callback.state === 'talking' || calls.livesOn(callId) || this.serves(callId)) continue;
      writer.post({ type: 'conversation-never-began', callId, agentId: settings.agentId });
    }
  }

  private goOn(callback: CallbackRecord, found: Map<CallId, FoundCallback>, present: ReadonlySet<LegId>): void {
    const { book, calls } = this.parts;
    const { state, attemptCallId } = callback;
    if (state === 'reserved') book.step(callback, { state: 'waiting', agentId: null }, { type: 'callback-released' });
    if ((state !== 'dialling' && state !== 'talking') || attemptCallId === null || calls.runs(attemptCallId)) return;
    const leg = found.get(attemptCallId);
    const plan = this.line.planOf(callback);
    if (leg !== undefined && plan !== null) {
      found.delete(attemptCallId);
      this.attempts.takeUp(callback, plan, leg, leg.agent !== null && present.has(leg.agent.agentLeg));
      if (leg.agent === null && !leg.leg.answered) this.line.enterAgain(callback, plan);
    } else if (!calls.unaccounted.has(attemptCallId)) this.line.failed(callback, 'interrupted');
  }

  private ownCallEnded(call: CallRecord, callbackId: string): void {
    const { book } = this.parts;
    const callback = book.find(callbackId);
    const said = this.verdicts.get(call.callId) ?? null;
    this.verdicts.delete(call.callId);
    if (callback?.attemptCallId !== call.callId || (callback.state !== 'talking' && callback.state !== 'dialling')) return;
    const failure: AttemptFailure | null = said ?? failureOf(call);
    const waits = book.waitingFor(callback.campaignId, callback.number);
    // Another was planned in the conversation: that one is kept.
    if (failure === null || (waits !== null && waits.callbackId !== callbackId)) {
      book.step(callback, { state: 'done', agentId: call.agentId ?? callback.agentId }, { type: 'callback-done' });
    } else this.line.failed(callback, failure);
  }

  private callerIsHere({ callId, campaignId, caller, agentId }: CallRecord, connected: boolean): void {
    if (campaignId === null || caller === null) return;
    const { book } = this.parts;
    const key = `${campaignId} ${caller}`;
    const calls = this.here.get(key) ?? new Set<CallId>();
    const isNews = !calls.has(callId);
    this.here.set(key, calls.add(callId));
    const callback = book.waitingFor(campaignId, caller);
    if (callback === null) return;
    if (connected) book.step(callback, { state: 'done', agentId }, { type: 'callback-closed-by-call', byCallId: callId });
    else if (isNews) this.line.lookSoon(callback.callbackId);
  }

  private callerLeft(call: CallRecord): void {
    const { campaignId, caller, callId } = call;
    const { book, directory } = this.parts;
    if (campaignId === null || caller === null) return;
    const key = `${campaignId} ${caller}`;
    const others = this.here.get(key);
    others?.delete(callId);
    if (others?.size === 0) this.here.delete(key);
    if (call.ending?.how === 'lost') book.recover(call, directory.planNow(campaignId));
    const callback = book.waitingFor(campaignId, caller);
    if (callback !== null) this.line.lookSoon(callback.callbackId);
  }

  private isHere({ campaignId, number }: CallbackRecord): boolean {
    const calls = this.here.get(`${campaignId} ${number}`);
    return calls !== undefined && [...calls].some((callId) => this.parts.calls.livesOn(callId));
  }
}

/** The system's own dispositions that mean so. */
const NOT_REACHED: Readonly<Partial<Record<string, 'machine' | 'absent'>>> = { '92': 'absent', '93': 'machine' };

/** Null when the customer was served, in whichever way. */
function failureOf({ ending, answeredAt }: CallRecord): AttemptFailure | null {
  if (ending?.how === 'lost') return 'lost';
  if (ending?.how === 'abandoned') return 'abandoned';
  return ending?.how === 'failed' && answeredAt === null ? 'failed' : null;
}
