import { assert } from '../kernel/bug.js';
import { brandId, type OfferId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import { isAgentLine } from './agent-line.js';
import { backToWork, holdOff, move, touch } from './agent-moves.js';
import type { Draft } from './draft.js';
import type { OfferFailure } from './floor-events.js';
import type { WithdrawReason } from './floor-orders.js';
import type { Agent, Caller, Offer, Queue } from './floor-state.js';
import { findIn, isOverflowDue, overflow, stepOut, waitedSeconds } from './line.js';
import { timerKey } from './timer-keys.js';
import { OFFER_TRANSITIONS, type OfferStateName } from './transitions.js';

export function startOffer(draft: Draft, caller: Caller, agent: Agent): void {
  const { floor, now } = draft;
  const { callId, queueId } = caller.entry;
  const { agentId } = agent.settings;
  const { ringTimeoutSeconds } = caller.queue.settings;
  const offerId = brandId<OfferId>(floor.ids.next());
  const ringsUntil = now + seconds(ringTimeoutSeconds);
  const offer: Offer = { offerId, caller, agent, offeredAt: now, ringsUntil, state: 'offered' };
  floor.offers.set(offerId, offer);
  floor.offersMade += 1;
  agent.lastOffers.set(queueId, floor.offersMade);
  caller.offers.push(offer);
  agent.offer = offer;
  draft.orders.push(
    { type: 'offer-call', offerId, callId, queueId, agentId, ringTimeoutSeconds },
    { type: 'arm-timer', key: timerKey('offer', offerId), at: ringsUntil },
  );
  draft.facts.push({ type: 'call-offered', callId, offerId, agentId, queueId, ringsUntil });
  move(draft, agent, 'offered', { until: ringsUntil });
}

/** The one door between two states of an offer. */
function moveOffer(offer: Offer, to: OfferStateName): void {
  assert(OFFER_TRANSITIONS[offer.state][to] !== undefined, `offer ${offer.offerId} cannot go from ${offer.state} to ${to}`);
  offer.state = to;
}

/** The agent's phone rings; news once. */
export function hearRinging(draft: Draft, offer: Offer): void {
  if (offer.state === 'ringing') return;
  moveOffer(offer, 'ringing');
  const { offerId, agent, caller } = offer;
  draft.facts.push({ type: 'offer-ringing', callId: caller.entry.callId, offerId, agentId: agent.settings.agentId });
}

/** The agent stays reserved until then, however long a telephone may ring. */
export function extendOffer(draft: Draft, offer: Offer, until: Instant): void {
  const { offerId, agent, caller } = offer;
  offer.ringsUntil = until;
  agent.until = until;
  const { agentId } = agent.settings;
  draft.orders.push({ type: 'arm-timer', key: timerKey('offer', offerId), at: until });
  draft.facts.push({ type: 'offer-extended', callId: caller.entry.callId, offerId, agentId, ringsUntil: until });
  touch(draft, agent);
}

/** Ends the offer on both sides. The agent is left in `offered`: whoever ends it says what comes next. */
function endOffer(draft: Draft, offer: Offer, to: OfferStateName): void {
  const { offerId, agent, caller } = offer;
  moveOffer(offer, to);
  draft.floor.offers.delete(offerId);
  caller.offers.splice(caller.offers.indexOf(offer), 1);
  agent.offer = null;
  if (offer.ringsUntil > draft.now) draft.orders.push({ type: 'disarm-timer', key: timerKey('offer', offerId) });
}

/** Takes a ringing call off the agent's phone; no miss. The agent is left in `offered`: whoever withdraws says what comes next. */
export function withdraw(draft: Draft, offer: Offer, reason: WithdrawReason): void {
  const { offerId, agent, caller } = offer;
  const { callId } = caller.entry;
  const { agentId } = agent.settings;
  endOffer(draft, offer, 'withdrawn');
  draft.floor.endedOffers.add(offerId, agentId);
  draft.orders.push({ type: 'withdraw-offer', offerId, callId, agentId, reason });
  draft.facts.push({ type: 'offer-withdrawn', callId, offerId, agentId, reason });
}

/** Withdraws every offer of the caller; the agents come free and their idleness was not interrupted. */
export function withdrawAll(draft: Draft, caller: Caller, reason: WithdrawReason): void {
  for (const offer of [...caller.offers]) {
    withdraw(draft, offer, reason);
    move(draft, offer.agent, 'available');
  }
}

/** Withdraws because this agent cannot take it; the caller, if no other phone rings, stands in the line again. */
export function withdrawFromAgent(draft: Draft, offer: Offer, reason: 'agent-left' | 'phone-lost'): void {
  withdraw(draft, offer, reason);
  backToLine(draft, offer.caller);
}

/**
 * A caller whose last offer came to nothing waits again, at the same place; or overflows, when the loops ran out meanwhile, or when an agent
 * sent them to one colleague, who will not have them.
 */
function backToLine(draft: Draft, caller: Caller): void {
  if (caller.offers.length > 0) return;
  findIn(caller, null);
  const { kind, queueId, callId, overflowAt } = caller.entry;
  if (isOverflowDue(caller, draft.now) || (kind === 'transfer' && isAgentLine(queueId))) return overflow(draft, caller, 'loops');
  // It may have rung in vain while the phone rang, before the clock was set back.
  if (overflowAt !== null) draft.orders.push({ type: 'arm-timer', key: timerKey('loops', callId), at: overflowAt });
  draft.unplaced.push(caller);
}

/** The first answer wins: caller and agent are put together and every other phone is let go. */
export function takeCall(draft: Draft, offer: Offer): void {
  const { offerId, agent, caller } = offer;
  const { entry } = caller;
  const { callId, queueId } = entry;
  const { agentId } = agent.settings;
  endOffer(draft, offer, 'answered');
  draft.orders.push({ type: 'connect-call', offerId, callId, agentId });
  draft.facts.push({ type: 'call-taken', callId, offerId, agentId, queueId, waitedSeconds: waitedSeconds(caller, draft.now) });
  withdrawAll(draft, caller, 'answered-elsewhere');
  stepOut(draft, caller);
  agent.work = { callId, queueId, afterCall: entry.afterCall, talkingSince: draft.now };
  agent.misses = 0;
  agent.callsTaken += 1;
  draft.floor.conversations.set(callId, agent);
  move(draft, agent, 'talking');
}

/** Nobody took the call there. The agent is paused when that happened once too often; a phone that could not be called is no miss. */
export function missOffer(draft: Draft, offer: Offer, failure: OfferFailure): void {
  const { offerId, agent, caller } = offer;
  const { callId } = caller.entry;
  const { agentId } = agent.settings;
  const phoneFault = failure === 'unreachable' || failure === 'failed';
  endOffer(draft, offer, phoneFault ? 'failed' : 'missed');
  draft.floor.endedOffers.add(offerId, agentId);
  caller.missedBy = [...caller.missedBy, agentId];
  if (!phoneFault) agent.misses += 1;
  draft.facts.push({ type: 'ring-no-answer', callId, offerId, agentId, failure, misses: agent.misses });
  backToLine(draft, caller);
  if (phoneFault) {
    move(draft, agent, 'available');
    return holdOff(draft, agent);
  }
  const missesBeforePause = missesAllowed(caller.queue, agent);
  if (missesBeforePause > 0 && agent.misses >= missesBeforePause) move(draft, agent, 'paused', { reason: 'missed-offers' });
  else backToWork(draft, agent, draft.now);
}

/**
 * After how many misses the agent is paused; 0: never. Who is wanted by name is judged as in the queues they serve, by the strictest of those
 * that pause at all.
 */
function missesAllowed(queue: Queue, agent: Agent): number {
  if (!isAgentLine(queue.settings.queueId)) return queue.settings.missesBeforePause;
  const limits = [...agent.queues]
    .filter(({ settings }) => !isAgentLine(settings.queueId))
    .map(({ settings }) => settings.missesBeforePause);
  if (limits.length === 0) return queue.settings.missesBeforePause;
  const pausing = limits.filter((limit) => limit > 0);
  return pausing.length === 0 ? 0 : Math.min(...pausing);
}

/** Ringing lasted as long as the queue allows: the phone is told to stop, then it counts as unanswered. */
export function timeOutOffer(draft: Draft, offer: Offer): void {
  const { offerId, agent, caller } = offer;
  const { callId } = caller.entry;
  draft.orders.push({ type: 'withdraw-offer', offerId, callId, agentId: agent.settings.agentId, reason: 'ring-timeout' });
  missOffer(draft, offer, 'no-answer');
}
