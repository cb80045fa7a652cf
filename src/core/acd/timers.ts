import { brandId, type AgentId, type CallId, type OfferId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import { backToWork, endHoldOff, endWrapUp, HOLD_OFF_SECONDS } from './agent-moves.js';
import { loopsRanOut, relax } from './callers.js';
import type { Draft } from './draft.js';
import type { Floor } from './floor-state.js';
import { timeOutOffer } from './offers.js';
import { timerKey, type TimerKind } from './timer-keys.js';

interface Deadline {
  /** When what ends then began; -Infinity for a caller's wait, whose beginning is no matter of this floor's clock alone. */
  readonly since: Instant;
  readonly at: Instant;
  readonly act: (draft: Draft) => void;
}

/**
 * Acts on a deadline that the floor expects. What it does not expect is left over from something that has ended, and ignored. A timer that
 * fires before its time, because it was moved or the clock was set back, is armed again: a lost timer would leave somebody waiting for ever.
 * What began later than now began before the clock was set back, and by the timer has lasted as long as it was to.
 */
export function timerFired(draft: Draft, key: string): void {
  const deadline = deadlineOf(draft.floor, key);
  if (deadline === null) return;
  if (draft.now < deadline.at && draft.now >= deadline.since) draft.orders.push({ type: 'arm-timer', key, at: deadline.at });
  else deadline.act(draft);
}

function deadlineOf(floor: Floor, key: string): Deadline | null {
  const colon = key.indexOf(':');
  const kind = key.slice(0, colon);
  const id = key.slice(colon + 1);
  switch (kind as TimerKind) {
    case 'offer': {
      const offer = floor.offers.get(brandId<OfferId>(id));
      return offer === undefined ? null : { since: offer.offeredAt, at: offer.ringsUntil, act: (draft) => timeOutOffer(draft, offer) };
    }
    case 'wrap-up':
      return endOfState(floor, 'wrap-up', id);
    case 'conventional-pause':
      return endOfState(floor, 'conventional-pause', id);
    case 'hold-off': {
      const agent = floor.agents.get(brandId<AgentId>(id));
      if (agent?.heldOffUntil == null) return null;
      const since = agent.heldOffUntil - seconds(HOLD_OFF_SECONDS);
      return { since, at: agent.heldOffUntil, act: (draft) => endHoldOff(draft, agent) };
    }
    case 'relax': {
      const caller = floor.callers.get(brandId<CallId>(id));
      if (caller?.relaxAt == null) return null;
      return { since: -Infinity, at: caller.relaxAt, act: (draft) => relax(draft, caller) };
    }
    case 'loops': {
      const caller = floor.callers.get(brandId<CallId>(id));
      if (caller?.entry.overflowAt == null) return null;
      return { since: -Infinity, at: caller.entry.overflowAt, act: (draft) => loopsRanOut(draft, caller) };
    }
    default:
      return null;
  }
}

function endOfState(floor: Floor, state: 'wrap-up' | 'conventional-pause', id: string): Deadline | null {
  const agent = floor.agents.get(brandId<AgentId>(id));
  if (agent?.state !== state || agent.until === null) return null;
  const at = agent.until;
  const act = (draft: Draft): void => {
    const endedAt = Math.min(at, draft.now);
    // The rest was told by the clock before it was set back.
    if (agent.restUntil !== null) agent.restUntil -= at - endedAt;
    if (state === 'wrap-up') endWrapUp(draft, agent, endedAt);
    else backToWork(draft, agent, endedAt);
  };
  return { since: agent.since, at, act };
}

/** Every deadline the floor expects, for a shell that takes over a floor it did not run. */
export function* armedTimers(floor: Floor): IterableIterator<{ readonly key: string; readonly at: Instant }> {
  for (const { offerId, ringsUntil } of floor.offers.values()) yield { key: timerKey('offer', offerId), at: ringsUntil };
  for (const { settings, state, until, heldOffUntil } of floor.agents.values()) {
    if ((state === 'wrap-up' || state === 'conventional-pause') && until !== null)
      yield { key: timerKey(state, settings.agentId), at: until };
    if (heldOffUntil !== null) yield { key: timerKey('hold-off', settings.agentId), at: heldOffUntil };
  }
  for (const { entry, relaxAt } of floor.callers.values()) {
    if (entry.overflowAt !== null) yield { key: timerKey('loops', entry.callId), at: entry.overflowAt };
    if (relaxAt !== null) yield { key: timerKey('relax', entry.callId), at: relaxAt };
  }
}
