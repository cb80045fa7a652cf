import type { Sighting } from './sip-sighting.js';

export interface Gaps {
  /** Milliseconds from the end of an agent's call to the INVITE of the next, in order of the INVITEs. */
  readonly gaps: readonly number[];
  /** Callers answered and not in conversation, at the moment of the fewest. At 0, an agent may have waited for a caller. */
  readonly fewestWaiting: number;
}

/** The gaps that ended after the warm-up. Callers come through `callerLane`; every other lane has phones. */
export function gapsOf(warmUp: readonly Sighting[], measured: readonly Sighting[], callerLane: number): Gaps {
  const from = measured[0]?.at ?? Number.POSITIVE_INFINITY;
  const agentOf = new Map<string, string>();
  const freeSince = new Map<string, number>();
  const callers = new Set<string>();
  const talking = new Set<string>();
  const gaps: number[] = [];
  let fewestWaiting = Number.POSITIVE_INFINITY;
  for (const { at, lane, what, transaction, callId, user } of [...warmUp, ...measured]) {
    if (lane === callerLane) {
      if (transaction === 'INVITE' && what === '200') callers.add(callId);
      if (what === 'BYE') callers.delete(callId);
    } else if (what === 'INVITE' && user !== null && !agentOf.has(callId)) {
      agentOf.set(callId, user);
      const free = freeSince.get(user);
      freeSince.delete(user);
      if (at >= from && free !== undefined) gaps.push(at - free);
    } else if (transaction === 'INVITE' && what === '200') talking.add(callId);
    else if (what === 'BYE' && talking.delete(callId)) {
      const user = agentOf.get(callId);
      if (user !== undefined) freeSince.set(user, at);
    }
    // The agent who has just hung up leaves a caller who is about to go, too.
    if (at >= from) fewestWaiting = Math.min(fewestWaiting, callers.size - talking.size);
  }
  return { gaps, fewestWaiting };
}
