import { othersIn } from '../core/calls/others-in.js';
import type { Phase } from '../core/calls/phase.js';
import { readSavedLeg, type SavedLeg } from '../core/calls/saved-call.js';
import type { CallEnding } from '../core/calls/call-ending.js';
import type { Deposited } from '../core/calls/mailbox.js';
import type { CallRecord } from '../core/journal/facts.js';
import { brandId, localIdOf, type AgentId, type BridgeId, type LegId, type OfferId } from '../core/kernel/ids.js';
import type { Instant } from '../core/kernel/time.js';
import type { Census, LegCensus } from '../core/ports/telephony.js';
import type { FoundSeat } from './seats.js';

/** A caller to be taken up again where it was. */
export interface Resumption {
  readonly leg: LegCensus;
  readonly record: CallRecord;
  readonly phase: Phase;
  /** The legs of others that are no longer there, or no longer in this call: whoever takes the call up must hear of it. */
  readonly othersGone: readonly LegId[];
}

/** What a census means for the calls: who goes on, who is new, what nobody owns any more. */
export interface Findings {
  /** In the order in which the callers wait, so that the first of the line is the first to be offered. */
  readonly resumed: readonly Resumption[];
  readonly arrivals: readonly LegCensus[];
  /** Phones that are, or were about to be, permanently connected. */
  readonly seats: readonly FoundSeat[];
  readonly callbacks: readonly FoundCallback[];
  readonly orphanLegs: readonly LegId[];
  readonly orphanBridges: readonly BridgeId[];
}

/** The telephone of a customer who is being called back and was put together with nobody yet. */
export interface FoundCallback {
  readonly leg: LegCensus;
  readonly callbackId: string;
  readonly dialledAt: Instant;
  /** Who waits for the answer; null where the customer is dialled first. */
  readonly agent: Extract<SavedLeg, { readonly kind: 'callback' }>['agent'];
}

type SavedOffer = Extract<SavedLeg, { readonly kind: 'offer' }>;

/** Bridges and legs that we make carry this in their name; what others made is never touched. */
const OURS = 'guichet-';

/** Reads a census. `running` tells the callers' legs that are being served already and need nothing, `taps` the taps that
 * belong to something that goes on. */
export function readCensus(census: Census, running: (leg: LegId) => boolean, taps: (leg: LegId) => boolean, now: Instant): Findings {
  const offers = new Map<LegId, SavedOffer>();
  const reroutes = new Set<LegId>();
  const seats = new Map<LegId, Omit<FoundSeat, 'inUse'>>();
  const callers: { leg: LegCensus; saved: Extract<SavedLeg, { readonly kind: 'caller' }> }[] = [];
  const arrivals: LegCensus[] = [];
  const callbacks: FoundCallback[] = [];
  const strays: LegId[] = [];
  for (const leg of census.legs) {
    const saved = readSavedLeg(leg.saved);
    const seat = seatOf(leg, saved);
    if (seat !== null) seats.set(leg.leg, seat);
    if (leg.direction === 'outbound' && saved?.kind === 'offer') offers.set(leg.leg, saved);
    else if (leg.direction === 'outbound' && saved?.kind === 'reroute') reroutes.add(leg.leg);
    else if (seat !== null) continue;
    else if (leg.direction === 'tap' && taps(leg.leg)) continue;
    else if (running(leg.leg)) continue;
    else if (leg.direction === 'outbound' && saved?.kind === 'callback') callbacks.push({ leg, ...saved });
    // A customer who was called back is a caller like any other.
    else if (leg.direction !== 'phone' && saved?.kind === 'caller') callers.push({ leg, saved });
    else if (leg.direction !== 'inbound') strays.push(leg.leg);
    else arrivals.push(leg);
  }
  const legsIn = new Map(census.bridges.map(({ bridge, legs }) => [bridge, legs]));
  const present = new Set(census.legs.map(({ leg }) => leg));
  const resumed = callers.map(({ leg, saved }) => resumption(leg, saved, { offers, legsIn, reroutes, present, seats }, now));
  const inUse = new Set<string>();
  for (const { phase, othersGone } of resumed) {
    for (const { leg, bridge } of othersIn(phase)) {
      inUse.add(bridge);
      if (!othersGone.includes(leg)) inUse.add(leg);
    }
  }
  for (const { bridge, legs } of census.bridges) {
    if (!legs.some(running)) continue;
    inUse.add(bridge);
    for (const leg of legs) inUse.add(leg);
  }
  // A customer who is put together with the agent already, and of whom that is not noted yet.
  for (const { leg } of callbacks) {
    if (leg.bridge === null) continue;
    inUse.add(leg.bridge);
    for (const each of legsIn.get(leg.bridge) ?? []) inUse.add(each);
  }
  return {
    resumed: resumed.sort((a, b) => placeOf(a) - placeOf(b) || a.record.arrivedAt - b.record.arrivedAt),
    callbacks,
    arrivals: arrivals.sort((a, b) => a.arrivedAt - b.arrivedAt),
    seats: [...seats.values()].map((seat) => ({ ...seat, inUse: inUse.has(seat.leg) })),
    orphanLegs: [...offers.keys(), ...reroutes, ...strays].filter((leg) => !inUse.has(leg) && !seats.has(leg)),
    orphanBridges: census.bridges.map(({ bridge }) => bridge).filter((bridge) => localIdOf(bridge).startsWith(OURS) && !inUse.has(bridge)),
  };
}

/**
 * How a call ended that is no longer on the PBX and whose end nobody saw. A PBX younger than the call took it down; otherwise the caller
 * hung up while we were away.
 */
export function endingUnseen(record: CallRecord, pbxStartedAt: Instant): CallEnding {
  if (record.ending !== null) return record.ending;
  if (record.arrivedAt < pbxStartedAt) return { how: 'lost', during: record.phase, blame: 'pbx' };
  if (record.answeredAt !== null) return { how: 'answered', during: record.phase, blame: 'caller' };
  if (record.phase === 'rerouting') return { how: 'abandoned', during: record.phase, blame: 'caller' };
  if (record.phase === 'closed' || record.campaignId === null) return { how: 'closed', during: record.phase, blame: 'campaign' };
  if (record.phase === 'overflow') return { how: 'deterred', during: record.phase, blame: 'campaign' };
  return { how: 'abandoned', during: record.phase, blame: 'caller' };
}

/** How a call ended that is no longer on the PBX, by what came of the message that was being left in it. */
export function endingWith(deposited: Deposited, record: CallRecord, otherwise: CallEnding): CallEnding {
  if (deposited === 'unsafe') return { how: 'failed', during: record.phase, blame: 'guichet' };
  return deposited === 'kept' ? { how: 'voicemail', during: record.phase, blame: 'campaign' } : otherwise;
}

/** How a call ended that is no longer on the PBX, and in which a number was left. */
export function leftToBeCalled(record: CallRecord): CallEnding {
  if (record.ending !== null) return record.ending;
  const [how, blame] = record.answeredAt === null ? (['callback', 'campaign'] as const) : (['answered', 'agent'] as const);
  return { how, during: record.phase, blame };
}

function placeOf({ record }: Resumption): Instant {
  return record.queuedAt ?? Number.MAX_SAFE_INTEGER;
}

function seatOf({ leg, direction, answered }: LegCensus, saved: SavedLeg | null): Omit<FoundSeat, 'inUse'> | null {
  const isSeat = direction === 'outbound' && (saved?.kind === 'seat' || (saved?.kind === 'offer' && saved.seated === true));
  return isSeat ? { leg, answered, agentId: brandId<AgentId>(saved.agentId) } : null;
}

interface OnThePbx {
  readonly offers: ReadonlyMap<LegId, SavedOffer>;
  readonly reroutes: ReadonlySet<LegId>;
  readonly legsIn: ReadonlyMap<BridgeId, readonly LegId[]>;
  readonly present: ReadonlySet<LegId>;
  readonly seats: ReadonlyMap<LegId, unknown>;
}

/** The phase that was saved, corrected by what the PBX shows: a death between the joining and the saving leaves them talking. */
function resumption(
  leg: LegCensus,
  saved: Extract<SavedLeg, { readonly kind: 'caller' }>,
  { offers, reroutes, legsIn, present, seats }: OnThePbx,
  now: Instant,
): Resumption {
  const { call: record } = saved;
  const phase = withoutPastConsultation(saved.phase, { legsIn, present });
  const others = leg.bridge === null ? [] : (legsIn.get(leg.bridge) ?? []).filter((other) => other !== leg.leg);
  const partner = others.find((other) => offers.get(other)?.callId === record.callId);
  const offer = partner === undefined ? undefined : offers.get(partner);
  const waits = phase.name === 'waiting' ? phase : phase.name === 'transferring' && phase.talk === null ? phase.place : null;
  if (waits !== null && leg.bridge !== null && partner !== undefined && offer !== undefined) {
    const talking: Phase = {
      name: 'conversation',
      queueId: waits.queueId,
      queuedAt: waits.queuedAt,
      offerId: brandId<OfferId>(offer.offerId),
      agentId: brandId<AgentId>(offer.agentId),
      agentLeg: partner,
      bridge: leg.bridge,
      connectedAt: now,
    };
    return { leg, record, phase: talking, othersGone: [] };
  }
  const rerouted = others.find((other) => reroutes.has(other));
  if (
    (phase.name === 'rerouting' || phase.name === 'transferring') &&
    phase.talk === null &&
    leg.bridge !== null &&
    rerouted !== undefined
  ) {
    return { leg, record, phase: { ...phase, talk: { leg: rerouted, bridge: leg.bridge, connectedAt: now } }, othersGone: [] };
  }
  const othersGone = othersIn(phase)
    .map((other) => other.leg)
    .filter((other) => !present.has(other) || hasLeft(other, phase, { legsIn, seats }));
  return { leg, record, phase, othersGone };
}

/** A phone that stays connected outlives the conversation that its agent has left: it was taken out of the bridge, and the caller is still to be told. */
function hasLeft(leg: LegId, phase: Phase, { legsIn, seats }: Pick<OnThePbx, 'legsIn' | 'seats'>): boolean {
  if (phase.name !== 'conversation' || phase.connectedAt === null || phase.consultation !== undefined) return false;
  return seats.has(leg) && legsIn.get(phase.bridge)?.includes(leg) !== true;
}

/**
 * A phone that stays connected outlives the consultation that it was asked in: found elsewhere than in the bridge of the consultation, it is no
 * part of it any more, and the consultation is given up.
 */
function withoutPastConsultation(phase: Phase, { legsIn, present }: Pick<OnThePbx, 'legsIn' | 'present'>): Phase {
  if (phase.name !== 'conversation' || phase.consultation === undefined) return phase;
  const { consultation } = phase;
  const { leg } = consultation;
  if (leg === null || !present.has(leg) || legsIn.get(consultation.bridge)?.includes(leg) === true) return phase;
  return { ...phase, consultation: { ...consultation, leg: null, agentId: null } };
}
