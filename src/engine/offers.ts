import type { OfferFailure } from '../core/acd/floor-events.js';
import type { FloorOrder } from '../core/acd/floor-orders.js';
import { writeSavedLeg } from '../core/calls/saved-call.js';
import type { OfferedCaller } from '../core/calls/line.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import type { LegId, OfferId } from '../core/kernel/ids.js';
import { brandId } from '../core/kernel/ids.js';
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

/** Calls agents' phones for the floor's offers, unless they are connected already, and tells the floor what became of each. */
export class Offers {
  private readonly legs = new Map<OfferId, { readonly leg: LegId; readonly unwatch: () => void }>();

  constructor(
    private readonly telephony: Telephony,
    private readonly phones: AgentPhones,
    private readonly seats: Seats,
    private readonly outbound: OutboundLines,
    private readonly switchboard: Switchboard,
    private readonly writer: FloorWriter,
    private readonly letGo: (leg: LegId) => void,
    private readonly log: Log,
  ) {}

  offer(order: OfferCall, caller: OfferedCaller): void {
    const seat = this.seats.legOf(order.agentId);
    if (seat === null) this.call(order, caller);
    else this.present(order, caller, seat);
  }

  /** Nothing rings: the agent is there, and hears the whisper next. */
  private present({ offerId, callId, agentId }: OfferCall, caller: OfferedCaller, seat: LegId): void {
    this.seats.prepare(seat, { callId, offerId, agentId, callerLeg: caller.leg, language: caller.language });
    this.legs.set(offerId, { leg: seat, unwatch: () => undefined });
    this.writer.post({ type: 'offer-answered', offerId });
  }

  private call(order: OfferCall, caller: OfferedCaller): void {
    const phone = this.phones.dialable(order.agentId);
    if ('refused' in phone) {
      this.log.warn('an agent cannot be called', { agentId: order.agentId, callId: order.callId, why: phone.refused });
      this.writer.post({ type: 'offer-failed', offerId: order.offerId, failure: 'failed' });
      return;
    }
    const leg = brandId<LegId>(`${this.telephony.node}:guichet-${order.offerId}`);
    const unwatch = this.switchboard.watch(leg, (event) => {
      if (event.type === 'leg-ringing') this.writer.post({ type: 'offer-ringing', offerId: order.offerId });
      if (event.type === 'leg-answered') this.writer.post({ type: 'offer-answered', offerId: order.offerId });
      if (event.type === 'leg-gone') this.fail(order.offerId, FAILURES[event.end]);
    });
    this.legs.set(order.offerId, { leg, unwatch });
    if (phone.outbound) this.outbound.dialled(leg);
    const saved = writeSavedLeg({
      kind: 'offer',
      callId: order.callId,
      offerId: order.offerId,
      agentId: order.agentId,
      callerLeg: caller.leg,
    });
    this.telephony
      .dial({
        leg,
        endpoint: phone.endpoint,
        from: caller.shown,
        assertedIdentity: null,
        giveUpAfterSeconds: order.ringTimeoutSeconds + GRACE_SECONDS,
        saved,
        language: caller.language,
      })
      .catch((fault: unknown) => {
        this.log.warn('an agent could not be called', { agentId: order.agentId, callId: order.callId, fault: String(fault) });
        this.fail(order.offerId, 'failed');
        // Perhaps it rings all the same: nobody would be there to answer to.
        this.letGo(leg);
        this.outbound.ended(leg);
      });
  }

  /** Lets the agent's phone go. */
  withdraw(offerId: OfferId): void {
    const offer = this.forget(offerId);
    if (offer === null) return;
    this.letGo(offer);
  }

  /** Hands the answered leg to the call, which hears of all that happens to it from now on; null when it is gone by now. */
  handOver(offerId: OfferId): LegId | null {
    const leg = this.forget(offerId);
    if (leg !== null) this.switchboard.hold(leg);
    return leg;
  }

  /** Forgets every offer without touching the PBX: it cannot be reached, and the next census sees to what is left there. */
  abandonAll(): void {
    for (const offerId of [...this.legs.keys()]) this.fail(offerId, 'failed');
  }

  get open(): number {
    return this.legs.size;
  }

  private fail(offerId: OfferId, failure: OfferFailure): void {
    if (this.forget(offerId) !== null) this.writer.post({ type: 'offer-failed', offerId, failure });
  }

  private forget(offerId: OfferId): LegId | null {
    const offer = this.legs.get(offerId);
    if (offer === undefined) return null;
    this.legs.delete(offerId);
    offer.unwatch();
    return offer.leg;
  }
}
