import type { FloorOrder } from '../core/acd/floor-orders.js';
import type { CallbackRecord } from '../core/callbacks/callback-record.js';
import type { Turn } from '../core/calls/line.js';
import type { CallId, OfferId } from '../core/kernel/ids.js';
import { seconds, type Instant } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { Hindrance } from './callback-attempts.js';

type OfferCall = Extract<FloorOrder, { readonly type: 'offer-call' }>;

/** What could not be dialled for a reason of ours is tried again after so long. */
const REST = seconds(60);

/** A place in the floor's line. */
export interface Place {
  readonly callId: CallId;
  /** What it asks of agents is of this plan. */
  readonly plan: CampaignPlan;
  readonly turn: Turn;
  /** Whose telephone rings, or who is reserved. */
  readonly offers: Map<OfferId, OfferCall['agentId']>;
  taken: boolean;
}

export interface Standing {
  timer: Timer | null;
  place: Place | null;
  restsUntil: Instant;
  /** Since when it may be served; null: may not, or has not been looked at. */
  dueSince: Instant | null;
  complaint: Hindrance | null;
}

/** How every open callback stands: with a place in the line or without, and why. */
export class CallbackStandings {
  private readonly standings = new Map<string, Standing>();
  private readonly places = new Map<CallId, string>();

  constructor(private readonly parts: { readonly clock: Clock; readonly log: Log }) {}

  get counts(): { readonly standings: number; readonly places: number } {
    return { standings: this.standings.size, places: this.places.size };
  }

  all(): IterableIterator<[string, Standing]> {
    return this.standings.entries();
  }

  find(callbackId: string): Standing | null {
    return this.standings.get(callbackId) ?? null;
  }

  /** Whose place this is. */
  ownerOf(callId: CallId): string | null {
    return this.places.get(callId) ?? null;
  }

  of(callbackId: string): Standing {
    const known = this.standings.get(callbackId);
    if (known !== undefined) return known;
    const standing: Standing = { timer: null, place: null, restsUntil: 0, dueSince: null, complaint: null };
    this.standings.set(callbackId, standing);
    return standing;
  }

  /** The callback is over, or talked about. */
  remove(callbackId: string): void {
    this.standings.delete(callbackId);
  }

  noteOwner(callId: CallId, callbackId: string): void {
    this.places.set(callId, callbackId);
  }

  /** It has no place any more. */
  forget(standing: Standing): void {
    if (standing.place !== null) this.places.delete(standing.place.callId);
    standing.place = null;
  }

  /** Tried again in a while. */
  rest(standing: Standing): void {
    standing.restsUntil = this.parts.clock.now() + REST;
  }

  /** Nobody was dialled, which was not the agent's doing. */
  hinder(callback: CallbackRecord, why: Hindrance): void {
    this.rest(this.of(callback.callbackId));
    this.complain(callback, why);
  }

  /** Said once. */
  complain({ callbackId, campaignId }: CallbackRecord, why: Hindrance): void {
    const standing = this.of(callbackId);
    if (standing.complaint === why) return;
    standing.complaint = why;
    this.parts.log.warn('a customer cannot be called back for now', { callbackId, campaignId, why });
  }
}
