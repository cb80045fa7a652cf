import type { Sighting } from './sip-sighting.js';

export interface FirstSounds {
  /** Milliseconds from the INVITE at the caller's socket to the first 183 or 200 there, in order of the INVITEs. */
  readonly delays: readonly number[];
  readonly calls: number;
  /** Refused, or without any sound. */
  readonly silent: number;
  /** Callers per second, from the first INVITE to the last. */
  readonly perSecond: number;
}

/** What the callers of this lane heard first, and when. */
export function firstSoundsOf(sightings: readonly Sighting[], callerLane: number): FirstSounds {
  const invited = new Map<string, number>();
  const heard = new Map<string, number>();
  for (const { at, lane, what, transaction, callId } of sightings) {
    if (lane !== callerLane || transaction !== 'INVITE') continue;
    // A repeated INVITE counts from its first.
    if (what === 'INVITE' && !invited.has(callId)) invited.set(callId, at);
    const since = invited.get(callId);
    if ((what === '183' || what === '200') && since !== undefined && !heard.has(callId)) heard.set(callId, at - since);
  }
  const instants = [...invited.values()];
  const spanMs = (instants.at(-1) ?? 0) - (instants[0] ?? 0);
  return {
    delays: [...invited.keys()].flatMap((callId) => heard.get(callId) ?? []),
    calls: invited.size,
    silent: invited.size - heard.size,
    perSecond: spanMs > 0 ? ((invited.size - 1) * 1_000) / spanMs : 0,
  };
}
