import type { Instant } from '../kernel/time.js';
import type { TransferTarget } from './handset.js';
import type { Phase, PhaseOf, Place, SavedConsultation } from './phase.js';

/** A conversation in which both were put together. */
export type Talking = PhaseOf<'conversation'> & { readonly connectedAt: Instant };

/** How a talk ended, other than by the caller. */
export type TalkEnd =
  { readonly kind: 'agent-left'; readonly by: 'agent' | 'supervisor' } | { readonly kind: 'goes-on'; readonly to: Phase };

/** Where the caller goes whom the agent sends to `to`. */
export function sentAway(talk: Talking, to: TransferTarget, now: Instant): Phase {
  const place = placeAfter(talk, now);
  if (to.kind !== 'queue') return { name: 'transferring', to, by: talk.agentId, place, since: now, way: 'there', talk: null };
  return { name: 'waiting', ...place, queueId: to.queueId, ...(to.queueId === place.queueId ? {} : { requiredSkills: [] }) };
}

/** Where the caller goes whom the agent hands over to who was consulted; null while nobody has answered. */
export function handedOver(talk: Talking, { leg, agentId, bridge, to }: SavedConsultation, now: Instant): Phase | null {
  if (leg === null) return null;
  const place = placeAfter(talk, now);
  if (agentId !== null) {
    const { queueId, queuedAt, offerId } = talk;
    return { name: 'conversation', queueId, queuedAt, offerId, agentId, agentLeg: leg, bridge, connectedAt: now, place };
  }
  if (to.kind === 'queue') return null;
  const withThem = { leg, bridge, connectedAt: now };
  return { name: 'transferring', to, by: talk.agentId, place, since: now, way: 'there', talk: withThem };
}

/** The caller's place as it was, with what was no waiting. */
export function placeAfter({ queueId, queuedAt, place, connectedAt }: Talking, now: Instant): Place {
  const { returned: _, ...stood } = place ?? { queueId, queuedAt };
  return { ...stood, talkedMs: (stood.talkedMs ?? 0) + (now - connectedAt), hereSince: now };
}
