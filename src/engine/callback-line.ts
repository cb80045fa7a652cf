import { agentLineOf } from '../core/acd/agent-line.js';
import type { FloorFact } from '../core/acd/floor-facts.js';
import type { FloorOrder } from '../core/acd/floor-orders.js';
import { callbackDue } from '../core/callbacks/callback-due.js';
import type { AttemptFailure, CallbackRecord } from '../core/callbacks/callback-record.js';
import type { Line, OfferedCaller, Turn, TurnOutcome } from '../core/calls/line.js';
import type { Outbound } from '../core/calls/outbound.js';
import type { CallId, OfferId } from '../core/kernel/ids.js';
import { seconds, type Instant } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { CallbackAttempts, Hindrance } from './callback-attempts.js';
import { attemptCallIdOf } from './callback-attempts.js';
import { entryOf, namedAgentUntil } from './callback-entry.js';
import type { FloorWriter } from './floor-writer.js';
import type { OpenCallbacks } from './open-callbacks.js';
import { PlanWatch } from './plan-watch.js';

export interface CallbackLineParts {
  readonly clock: Clock;
  readonly directory: CampaignDirectory;
  readonly log: Log;
  readonly book: OpenCallbacks;
  readonly line: Line;
  readonly outbound: Outbound;
  readonly writer: FloorWriter;
  readonly node: () => string;
  /** Who leads what comes of a place. */
  readonly attempts: () => CallbackAttempts;
  /** True while our picture of the PBX is known to be right. */
  readonly ready: () => boolean;
  /** The customer has called in by themselves and is on the line. */
  readonly isHere: (callback: CallbackRecord) => boolean;
}

type OfferCall = Extract<FloorOrder, { readonly type: 'offer-call' }>;
type Taken = Extract<TurnOutcome, { readonly kind: 'agent' }>;

/** What could not be dialled for a reason of ours is tried again after so long. */
const REST = seconds(60);

/** A place in the floor's line. */
interface Place {
  readonly callId: CallId;
  readonly turn: Turn;
  /** Whose telephone rings, or who is reserved. */
  readonly offers: Map<OfferId, OfferCall['agentId']>;
  taken: boolean;
}

interface Standing {
  timer: Timer | null;
  place: Place | null;
  restsUntil: Instant;
  complaint: Hindrance | null;
}

/** Puts callbacks that are due in the line of the floor, and takes those out that are not any more. */
export class CallbackLine {
  private readonly standings = new Map<string, Standing>();
  private readonly places = new Map<CallId, string>();
  private readonly plans: PlanWatch;
  private stopped = false;

  constructor(private readonly parts: CallbackLineParts) {
    this.plans = new PlanWatch(parts.clock, parts.directory, (campaigns) => {
      for (const { callbackId, campaignId } of parts.book.all()) if (campaigns.has(campaignId)) this.lookSoon(callbackId);
    });
  }

  lookAtAll(): void {
    for (const { callbackId } of this.parts.book.all()) this.lookSoon(callbackId);
  }

  lookSoon(callbackId: string): void {
    this.parts.writer.inTurn(() => {
      this.look(callbackId);
    });
  }

  /** The PBX is out of reach: every place is given up, and taken again when it is back. */
  lost(): void {
    for (const [callbackId, standing] of this.standings) {
      this.giveUp(standing);
      this.sync(callbackId);
    }
  }

  stop(): void {
    this.stopped = true;
    this.plans.stop();
    for (const { timer } of this.standings.values()) timer?.stop();
  }

  planOf({ campaignId }: CallbackRecord): CampaignPlan | null {
    return this.plans.planNow(campaignId);
  }

  /** Answers whether the offer was taken care of: no telephone is to ring for it yet. */
  offered(order: OfferCall): boolean {
    const callback = this.parts.book.find(this.places.get(order.callId) ?? '');
    const plan = callback === null ? null : this.planOf(callback);
    if (callback === null || plan?.callback.dialFirst !== 'customer') return false;
    this.parts.attempts().reserve(callback, plan, order);
    return true;
  }

  hear(fact: FloorFact): void {
    if (!('callId' in fact) || fact.callId === null) return;
    const callbackId = this.places.get(fact.callId);
    const place = callbackId === undefined ? undefined : this.standings.get(callbackId)?.place;
    if (callbackId === undefined || place == null) return;
    if (fact.type === 'call-offered') place.offers.set(fact.offerId, fact.agentId);
    else if (fact.type === 'offer-withdrawn' || fact.type === 'ring-no-answer') place.offers.delete(fact.offerId);
    else if (fact.type === 'call-taken') place.taken = true;
    else return;
    // What else the same decision says comes first: the next telephone may ring already.
    this.parts.writer.inTurn(() => {
      this.sync(callbackId);
    });
  }

  /** The attempt that was begun reached nobody: tried again as the campaign says, and no more when that was often or late enough. */
  failed(callback: CallbackRecord, outcome: AttemptFailure): void {
    const { book, clock } = this.parts;
    const now = clock.now();
    const plan = this.planOf(callback)?.callback;
    const tried = callback.attempts >= (plan?.maxAttempts ?? 0);
    const notBefore = now + seconds(plan?.retryAfterSeconds ?? 0);
    const over = tried || notBefore >= callback.expiresAt;
    const state = over ? 'expired' : 'waiting';
    const next = book.step(callback, { state, agentId: null, ...(over ? {} : { notBefore }) }, { type: 'callback-attempted', outcome });
    if (over) book.tell(next, { type: 'callback-expired', why: tried ? 'attempts' : 'time' });
  }

  /** Nobody was dialled: the place is taken again, in a while when it was not the agent's doing. */
  hindered(callback: CallbackRecord, why: Hindrance): void {
    if (why !== 'agent-left' && why !== 'stopped') this.rest(callback, this.standingOf(callback.callbackId), why);
    if (callback.state === 'reserved') this.release(callback);
    else this.lookSoon(callback.callbackId);
  }

  /** A customer whose telephone rings, found after a restart, has a place again. */
  enterAgain(callback: CallbackRecord, plan: CampaignPlan): void {
    if (callback.attemptCallId !== null) this.enter(callback, plan, this.standingOf(callback.callbackId), callback.attemptCallId);
  }

  /** Its place in the line is what it should be: one when it may be called now, none otherwise. */
  look(callbackId: string): void {
    if (this.stopped) return;
    const { book, clock } = this.parts;
    const callback = book.find(callbackId);
    const standing = this.standingOf(callbackId);
    standing.timer?.stop();
    standing.timer = null;
    if (callback === null || callback.state === 'talking') {
      this.giveUp(standing);
      this.standings.delete(callbackId);
      if (book.count === 0) this.plans.stop();
      return;
    }
    const again = this.settle(callback, standing, clock.now());
    if (again === null) return;
    standing.timer = clock.at(again, () => {
      this.lookSoon(callbackId);
    });
  }

  /** Answers when to look again; null: when something happens. */
  private settle(callback: CallbackRecord, standing: Standing, now: Instant): Instant | null {
    const { state, expiresAt } = callback;
    const { book, directory, writer } = this.parts;
    if (state === 'dialling' || standing.place?.taken === true) return null;
    if (state !== 'reserved' && expiresAt <= now) {
      this.giveUp(standing);
      book.step(callback, { state: 'expired' }, { type: 'callback-expired', why: 'time' });
      return null;
    }
    if (state === 'proposed') return expiresAt;
    const onlyUntil = namedAgentUntil(callback);
    const named = callback.forAgentId === null || writer.floor.queues.has(agentLineOf(callback.forAgentId));
    if (state === 'waiting' && onlyUntil !== null && (onlyUntil <= now || !named)) {
      this.giveUp(standing);
      book.step(callback, { forAgentId: null }, { type: 'callback-left-to-queue' });
      return null;
    }
    const plan = this.planOf(callback);
    const due = plan === null ? null : callbackDue(callback, plan, directory.timeZoneOf(callback.number), now);
    if (plan === null || due?.due !== true || !this.mayBeServed(callback, standing, now)) this.giveUp(standing);
    else if (standing.place === null && state === 'waiting')
      this.enter(callback, plan, standing, attemptCallIdOf(callback, this.parts.node()));
    const wakes = [expiresAt, onlyUntil, due?.again ?? null, standing.restsUntil].filter((wake) => wake !== null && wake > now);
    return wakes.length === 0 ? null : Math.min(...(wakes as Instant[]));
  }

  private mayBeServed(callback: CallbackRecord, standing: Standing, now: Instant): boolean {
    const { ready, isHere, outbound } = this.parts;
    if (!ready() || isHere(callback) || standing.restsUntil > now) return false;
    if (standing.place !== null) return true;
    const line = outbound.lineTo(callback.number);
    if (!('refused' in line)) return true;
    this.rest(callback, standing, line.refused);
    return false;
  }

  /** Tried again in a while; said once. */
  private rest({ callbackId, campaignId }: CallbackRecord, standing: Standing, why: Hindrance): void {
    standing.restsUntil = this.parts.clock.now() + REST;
    if (standing.complaint === why) return;
    standing.complaint = why;
    this.parts.log.warn('a customer cannot be called back for now', { callbackId, campaignId, why });
  }

  private enter(callback: CallbackRecord, plan: CampaignPlan, standing: Standing, callId: CallId): void {
    const { writer, line } = this.parts;
    const { callbackId, number, did } = callback;
    const offered: OfferedCaller = {
      leg: null,
      shown: { number, name: plan.name },
      language: plan.language,
      did,
      callerName: null,
      waitsSince: null,
    };
    this.places.set(callId, callbackId);
    const turn = line.enter(entryOf(callback, plan, writer.floor, callId), offered);
    const place: Place = { callId, turn, offers: new Map(), taken: false };
    standing.place = place;
    void turn.outcome.then((outcome) => {
      writer.inTurn(() => {
        if (standing.place !== place) return;
        this.forget(standing);
        if (outcome.kind === 'agent') this.took(callbackId, place, outcome);
        else standing.restsUntil = this.parts.clock.now() + REST;
        this.lookSoon(callbackId);
      });
    });
  }

  private took(callbackId: string, { callId }: Place, taken: Taken): void {
    const { book, line, isHere, ready, attempts } = this.parts;
    const callback = book.find(callbackId);
    const plan = callback === null ? null : this.planOf(callback);
    if (callback === null || plan === null || !ready() || isHere(callback)) {
      line.conversationNeverBegan(callId, taken.agentId);
      line.over(callId);
      if (callback?.state === 'reserved') this.release(callback);
      return;
    }
    const { agentId } = taken;
    attempts().agentTook(callback.state === 'waiting' ? this.reserve(callback, agentId) : { ...callback, agentId }, plan, taken);
  }

  /** Reserved while a telephone rings for it; waiting again when none does any more. */
  private sync(callbackId: string): void {
    const { book, attempts } = this.parts;
    const callback = book.find(callbackId);
    const place = this.standings.get(callbackId)?.place ?? null;
    if (callback === null || place?.taken === true) return;
    const agentId = place === null ? undefined : [...place.offers.values()].at(-1);
    if (callback.state === 'waiting' && agentId !== undefined) this.reserve(callback, agentId);
    if (agentId !== undefined || (callback.attemptCallId !== null && place === null && attempts().runs(callback.attemptCallId))) return;
    if (callback.state === 'dialling' && place !== null) attempts().stop(place.callId);
    if (callback.state === 'reserved') this.release(callback);
  }

  private reserve(callback: CallbackRecord, agentId: OfferCall['agentId']): CallbackRecord {
    const attemptCallId = attemptCallIdOf(callback, this.parts.node());
    return this.parts.book.step(callback, { state: 'reserved', agentId, attemptCallId }, { type: 'callback-reserved' });
  }

  private release(callback: CallbackRecord): void {
    this.parts.book.step(callback, { state: 'waiting', agentId: null }, { type: 'callback-released' });
  }

  /** An agent who answers in this very instant is let go when that is heard. */
  private giveUp(standing: Standing): void {
    const { place } = standing;
    if (place === null || place.taken) return;
    place.turn.leave();
    this.forget(standing);
  }

  private forget(standing: Standing): void {
    if (standing.place !== null) this.places.delete(standing.place.callId);
    standing.place = null;
  }

  private standingOf(callbackId: string): Standing {
    const known = this.standings.get(callbackId);
    if (known !== undefined) return known;
    const standing: Standing = { timer: null, place: null, restsUntil: 0, complaint: null };
    this.standings.set(callbackId, standing);
    return standing;
  }
}
