import { agentLineOf } from '../core/acd/agent-line.js';
import type { FloorFact } from '../core/acd/floor-facts.js';
import type { FloorOrder } from '../core/acd/floor-orders.js';
import { callbackDue } from '../core/callbacks/callback-due.js';
import type { AttemptFailure, CallbackRecord } from '../core/callbacks/callback-record.js';
import type { Line, TurnOutcome } from '../core/calls/line.js';
import type { CallId } from '../core/kernel/ids.js';
import type { Instant } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { CallbackAttempts, Hindrance } from './callback-attempts.js';
import { attemptCallIdOf } from './callback-attempts.js';
import { AwaitedLines } from './awaited-lines.js';
import { entryOf, isSamePlace, namedAgentUntil, placesInOrder, shownFor } from './callback-entry.js';
import { attemptFailed } from './callback-retry.js';
import { CallbackStandings, type Place, type Standing } from './callback-standings.js';
import type { CallbackInsides } from './engine-ports.js';
import type { FloorWriter } from './floor-writer.js';
import type { OpenCallbacks } from './open-callbacks.js';
import type { OutboundLines } from './outbound-lines.js';
import { PlanWatch } from './plan-watch.js';

export interface CallbackLineParts {
  readonly clock: Clock;
  readonly directory: CampaignDirectory;
  readonly log: Log;
  readonly book: OpenCallbacks;
  readonly line: Line;
  readonly outbound: OutboundLines;
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

/** Puts callbacks that are due in the line of the floor, and takes those out that are not any more. */
export class CallbackLine {
  private readonly standings: CallbackStandings;
  private readonly plans: PlanWatch;
  private readonly awaited: AwaitedLines;
  private stopped = false;

  constructor(private readonly parts: CallbackLineParts) {
    this.standings = new CallbackStandings(parts);
    this.plans = new PlanWatch(
      parts.clock,
      parts.directory,
      () => parts.book.count > 0,
      (campaigns) => {
        for (const { callbackId, campaignId } of parts.book.all()) if (campaigns.has(campaignId)) this.lookSoon(callbackId);
      },
    );
    this.awaited = new AwaitedLines(parts, {
      inOrder: (ids) => placesInOrder([...ids], parts.book, (callback) => this.planOf(callback)),
      admit: (callbackId) => {
        this.look(callbackId);
      },
    });
  }

  get counts(): Pick<CallbackInsides, 'standings' | 'places' | 'awaitingLines'> {
    return { ...this.standings.counts, awaitingLines: this.awaited.count };
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
    for (const [callbackId, standing] of this.standings.all()) {
      this.giveUp(standing);
      this.sync(callbackId);
    }
  }

  stop(): void {
    this.stopped = true;
    this.plans.stop();
    this.awaited.stop();
    for (const [, { timer }] of this.standings.all()) timer?.stop();
  }

  planOf({ campaignId }: CallbackRecord): CampaignPlan | null {
    return this.plans.planNow(campaignId);
  }

  /** Whether the customer may be called at this very instant. */
  isDue(callback: CallbackRecord): boolean {
    const { directory, clock, book, ready, isHere } = this.parts;
    if (book.find(callback.callbackId) === null || !ready() || isHere(callback)) return false;
    const plan = this.planOf(callback);
    if (plan === null) return false;
    return callbackDue(callback, plan, directory.timeZoneOf(callback.number), clock.now()).due;
  }

  /** Answers whether the offer was taken care of: no telephone is to ring for it yet. */
  offered(order: OfferCall): boolean {
    const callback = this.parts.book.find(this.standings.ownerOf(order.callId) ?? '');
    const plan = callback === null ? null : this.planOf(callback);
    if (callback === null || plan === null) return false;
    if (callback.state !== 'dialling' && !this.parts.outbound.hold(order.callId)) {
      this.awaitLine(callback);
      return true;
    }
    if (plan.callback.dialFirst !== 'customer') return false;
    this.parts.attempts().reserve(callback, plan, order);
    return true;
  }

  hear(fact: FloorFact): void {
    if (!('callId' in fact) || fact.callId === null) return;
    const callbackId = this.standings.ownerOf(fact.callId);
    const place = callbackId === null ? null : this.standings.find(callbackId)?.place;
    if (callbackId === null || place == null) return;
    if (fact.type === 'call-offered') place.offers.set(fact.offerId, fact.agentId);
    else if (fact.type === 'offer-withdrawn' || fact.type === 'ring-no-answer') place.offers.delete(fact.offerId);
    else if (fact.type === 'call-taken') place.taken = true;
    else return;
    // What else the same decision says comes first: the next telephone may ring already.
    this.parts.writer.inTurn(() => {
      this.sync(callbackId);
    });
  }

  /** The attempt that was begun reached nobody. */
  failed(callback: CallbackRecord, outcome: AttemptFailure): void {
    attemptFailed(this.parts.book, callback, outcome, this.planOf(callback)?.callback, this.parts.clock.now());
  }

  /** Nobody was dialled: the place is taken again, in a while when it was not the agent's doing. */
  hindered(callback: CallbackRecord, why: Hindrance): void {
    if (why !== 'agent-left' && why !== 'stopped' && why !== 'not-due') this.standings.hinder(callback, why);
    if (callback.state === 'reserved') this.release(callback);
    else this.lookSoon(callback.callbackId);
  }

  /** A customer whose telephone rings, found after a restart, has a place again. */
  enterAgain(callback: CallbackRecord, plan: CampaignPlan): void {
    if (callback.attemptCallId !== null) this.enter(callback, plan, this.standings.of(callback.callbackId), callback.attemptCallId);
  }

  /** Its place in the line is what it should be: one when it may be called now, none otherwise. */
  look(callbackId: string): void {
    if (this.stopped) return;
    const { book, clock } = this.parts;
    const callback = book.find(callbackId);
    const standing = this.standings.of(callbackId);
    this.awaited.delete(callbackId);
    standing.timer?.stop();
    standing.timer = null;
    if (callback === null || callback.state === 'talking') {
      this.giveUp(standing);
      this.standings.remove(callbackId);
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
    if (due?.due !== true) standing.dueSince = null;
    if (plan === null || due?.due !== true || !this.mayBeServed(callback, standing, now)) {
      this.giveUp(standing);
      this.sync(callback.callbackId);
    } else if (state === 'waiting' && (standing.place === null || !isSamePlace(standing.place.plan, plan)))
      this.enter(callback, plan, standing, attemptCallIdOf(callback, this.parts.node()));
    const wakes = [expiresAt, onlyUntil, due?.again ?? null, standing.restsUntil].filter((wake) => wake !== null && wake > now);
    return wakes.length === 0 ? null : Math.min(...(wakes as Instant[]));
  }

  private mayBeServed(callback: CallbackRecord, standing: Standing, now: Instant): boolean {
    const { ready, isHere, outbound } = this.parts;
    if (!ready() || isHere(callback) || standing.restsUntil > now) return false;
    if (standing.place !== null) return true;
    const line = outbound.lineTo(callback.number);
    if ('refused' in line && line.refused !== 'too-many-calls') this.standings.hinder(callback, line.refused);
    else if (outbound.hasRoom) return true;
    else this.awaitLine(callback);
    return false;
  }

  private awaitLine(callback: CallbackRecord): void {
    this.giveUp(this.standings.of(callback.callbackId));
    this.standings.complain(callback, 'too-many-calls');
    this.awaited.add(callback.callbackId);
  }

  private enter(callback: CallbackRecord, plan: CampaignPlan, standing: Standing, callId: CallId): void {
    const { writer, line, clock } = this.parts;
    const { callbackId } = callback;
    const dueSince = (standing.dueSince ??= clock.now());
    this.giveUp(standing);
    this.standings.noteOwner(callId, callbackId);
    const turn = line.enter(entryOf(callback, plan, writer.floor, { callId, dueSince }), shownFor(callback, plan));
    const place: Place = { callId, plan, turn, offers: new Map(), taken: false };
    standing.place = place;
    void turn.outcome.then((outcome) => {
      writer.inTurn(() => {
        if (standing.place !== place) return;
        this.standings.forget(standing);
        if (outcome.kind === 'agent') this.took(callbackId, place, outcome);
        else {
          this.standings.rest(standing);
          this.parts.outbound.release(callId);
        }
        this.lookSoon(callbackId);
      });
    });
  }

  private took(callbackId: string, { callId }: Place, taken: Taken): void {
    const { book, line, attempts, ready, isHere } = this.parts;
    const callback = book.find(callbackId);
    const plan = callback === null ? null : this.planOf(callback);
    const isRinging = callback?.state === 'dialling' && ready() && !isHere(callback);
    if (callback === null || plan === null || !(isRinging || this.isDue(callback))) {
      line.conversationNeverBegan(callId, taken.agentId);
      line.over(callId);
      this.parts.outbound.release(callId);
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
    const place = this.standings.find(callbackId)?.place ?? null;
    if (callback === null || place?.taken === true) return;
    const agentId = place === null ? undefined : [...place.offers.values()].at(-1);
    if (callback.state === 'waiting' && agentId !== undefined) this.reserve(callback, agentId);
    if (agentId !== undefined || (callback.attemptCallId !== null && place === null && attempts().runs(callback.attemptCallId))) return;
    if (place !== null) this.parts.outbound.release(place.callId);
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
    this.parts.outbound.release(place.callId);
    this.standings.forget(standing);
  }
}
