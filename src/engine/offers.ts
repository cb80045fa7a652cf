import type { OfferFailure } from '../core/acd/floor-events.js';
import type { FloorOrder } from '../core/acd/floor-orders.js';
import { writeSavedLeg } from '../core/calls/saved-call.js';
import { displayOf } from '../core/calls/display.js';
import type { OfferedCaller } from '../core/calls/line.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import type { CallFact } from '../core/journal/facts.js';
import { brandId, type LegId, type OfferId } from '../core/kernel/ids.js';
import { seconds } from '../core/kernel/time.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { LegEnd, Telephony } from '../core/ports/telephony.js';
import type { AgentPhones } from './agent-phones.js';
import type { FloorWriter } from './floor-writer.js';
import type { OutboundLines } from './outbound-lines.js';
import type { Seats } from './seats.js';

type OfferCall = Extract<FloorOrder, { readonly type: 'offer-call' }>;

const FAILURES: Readonly<Record<LegEnd, OfferFailure>> = {
  'hung-up': 'refused',
  busy: 'busy',
  refused: 'refused',
  'no-answer': 'no-answer',
  unreachable: 'unreachable',
  cancelled: 'failed',
  failed: 'failed',
};

/** The PBX stops ringing by itself this much after our own time-out: only when the backend died meanwhile. */
const GRACE_SECONDS = 10;

/** What people take for a telephone number; a phone may name any SIP address. */
const A_NUMBER = /^\+?\d[\d ().-]*$/;
/** Of what a phone names that is no number. */
const LONGEST_SHOWN = 64;

/** Whom to ring for an offer. */
interface Target {
  readonly leg: LegId;
  readonly endpoint: string;
  /** The owner of the trunk pays for it. */
  readonly outbound: boolean;
  /** The agent's phone named it instead of itself. */
  readonly isForwarded: boolean;
}

export interface OfferParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly directory: CampaignDirectory;
  readonly phones: AgentPhones;
  readonly seats: Seats;
  readonly outbound: OutboundLines;
  readonly switchboard: Switchboard;
  readonly writer: FloorWriter;
  readonly record: (fact: CallFact) => void;
  /** Hangs up a leg that is nobody's any more. */
  readonly letGo: (leg: LegId) => void;
  readonly log: Log;
}

/** Calls agents' phones for the floor's offers, unless they are connected already, and tells the floor what became of each. */
export class Offers {
  private readonly legs = new Map<OfferId, { readonly leg: LegId; readonly unwatch: () => void }>();

  constructor(private readonly parts: OfferParts) {}

  offer(order: OfferCall, caller: OfferedCaller): void {
    const seat = this.parts.seats.legOf(order.agentId);
    if (seat === null) this.call(order, caller);
    else this.present(order, caller, seat);
  }

  /** Nothing rings: the agent is there, and hears the whisper next. */
  private present({ offerId, callId, agentId }: OfferCall, caller: OfferedCaller, seat: LegId): void {
    const { seats, writer } = this.parts;
    const shown = { number: caller.shown.number, name: this.displayFor(caller) };
    seats.prepare(seat, { callId, offerId, agentId, callerLeg: caller.leg, language: caller.language, shown });
    this.legs.set(offerId, { leg: seat, unwatch: () => undefined });
    writer.post({ type: 'offer-answered', offerId });
  }

  private call(order: OfferCall, caller: OfferedCaller): void {
    const { phones, writer, log, telephony } = this.parts;
    const phone = phones.dialable(order.agentId);
    if ('refused' in phone) {
      log.warn('an agent cannot be called', { agentId: order.agentId, callId: order.callId, why: phone.refused });
      writer.post({ type: 'offer-failed', offerId: order.offerId, failure: 'failed' });
      return;
    }
    this.ring(order, caller, { ...phone, leg: brandId<LegId>(`${telephony.node}:guichet-${order.offerId}`), isForwarded: false });
  }

  private ring(order: OfferCall, caller: OfferedCaller, target: Target): void {
    const { telephony, switchboard, writer, outbound, letGo, log } = this.parts;
    const { leg } = target;
    const unwatch = switchboard.watch(leg, (event) => {
      if (event.type === 'leg-ringing') writer.post({ type: 'offer-ringing', offerId: order.offerId });
      if (event.type === 'leg-answered') writer.post({ type: 'offer-answered', offerId: order.offerId });
      if (event.type === 'leg-gone' && !this.follow(order, caller, target, event.forwardsTo)) this.fail(order.offerId, FAILURES[event.end]);
    });
    this.legs.set(order.offerId, { leg, unwatch });
    if (target.outbound) outbound.dialled(leg);
    const saved = writeSavedLeg({
      kind: 'offer',
      callId: order.callId,
      offerId: order.offerId,
      agentId: order.agentId,
      callerLeg: caller.leg,
    });
    telephony
      .dial({
        leg,
        endpoint: target.endpoint,
        from: caller.shown,
        // Behind the trunk the caller's number must not go out as one that the owner vouches for.
        ...(target.outbound ? {} : { display: this.displayFor(caller) }),
        assertedIdentity: null,
        giveUpAfterSeconds: order.ringTimeoutSeconds + GRACE_SECONDS,
        saved,
        language: caller.language,
      })
      .catch((fault: unknown) => {
        log.warn('an agent could not be called', { agentId: order.agentId, callId: order.callId, fault: String(fault) });
        this.fail(order.offerId, 'failed');
        // Perhaps it rings all the same: nobody would be there to answer to.
        letGo(leg);
        outbound.ended(leg);
      });
  }

  /** Calls the number that a phone names instead of itself, for the time that the offer has left. Answers false when nobody is called. */
  private follow(order: OfferCall, caller: OfferedCaller, { leg, isForwarded }: Target, to: string | undefined): boolean {
    const { phones, outbound, directory, record, log } = this.parts;
    const { offerId, callId, agentId } = order;
    if (to === undefined || !phones.followsForwarding(agentId)) return false;
    const number = (A_NUMBER.test(to) ? directory.callerNumber(to, caller.did ?? '') : null) ?? to.slice(0, LONGEST_SHOWN);
    const line = isForwarded ? ({ refused: 'forwarded-twice' } as const) : outbound.lineTo(number);
    const refused = 'refused' in line ? line.refused : null;
    record({ type: 'offer-forwarded', callId, offerId, agentId, number, refused });
    if ('refused' in line) {
      log.warn('a phone forwards a call to where it may not go', { agentId, callId, number, why: line.refused });
      return false;
    }
    this.forget(offerId);
    this.ring(order, caller, { endpoint: line.endpoint, outbound: true, leg: brandId<LegId>(`${leg}-forwarded`), isForwarded: true });
    return true;
  }

  /** Lets the agent's phone go. */
  withdraw(offerId: OfferId): void {
    const offer = this.forget(offerId);
    if (offer === null) return;
    this.parts.letGo(offer);
  }

  /** Hands the answered leg to the call, which hears of all that happens to it from now on; null when it is gone by now. */
  handOver(offerId: OfferId): LegId | null {
    const leg = this.forget(offerId);
    if (leg !== null) this.parts.switchboard.hold(leg);
    return leg;
  }

  /** Forgets every offer without touching the PBX: it cannot be reached, and the next census sees to what is left there. */
  abandonAll(): void {
    for (const offerId of [...this.legs.keys()]) this.fail(offerId, 'failed');
  }

  get open(): number {
    return this.legs.size;
  }

  private displayFor({ shown, callerName, waitsSince, announcedSeconds, language }: OfferedCaller): string {
    const waitedSeconds = waitsSince === null ? null : (this.parts.clock.now() - waitsSince) / seconds(1);
    return displayOf({ campaign: shown.name ?? '', callerName, waitedSeconds, announcedSeconds: announcedSeconds(), language });
  }

  private fail(offerId: OfferId, failure: OfferFailure): void {
    if (this.forget(offerId) !== null) this.parts.writer.post({ type: 'offer-failed', offerId, failure });
  }

  private forget(offerId: OfferId): LegId | null {
    const offer = this.legs.get(offerId);
    if (offer === undefined) return null;
    this.legs.delete(offerId);
    offer.unwatch();
    return offer.leg;
  }
}
