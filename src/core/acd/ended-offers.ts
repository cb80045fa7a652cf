import type { AgentId, OfferId } from '../kernel/ids.js';

/** An answer comes at most seconds late; at a hundred offers a second this remembers ten of them. */
const REMEMBERED = 1024;

/** The agents of the latest offers that ended unanswered, so that a phone answered too late can be let go. Bounded: the oldest is forgotten. */
export class EndedOffers {
  private readonly agents = new Map<OfferId, AgentId>();
  private readonly ring: OfferId[] = [];
  private next = 0;

  add(offerId: OfferId, agentId: AgentId): void {
    const forgotten = this.ring[this.next];
    if (forgotten !== undefined) this.agents.delete(forgotten);
    this.ring[this.next] = offerId;
    this.next = (this.next + 1) % REMEMBERED;
    this.agents.set(offerId, agentId);
  }

  agentOf(offerId: OfferId): AgentId | undefined {
    return this.agents.get(offerId);
  }

  /** Oldest first. */
  entries(): readonly (readonly [OfferId, AgentId])[] {
    return [...this.agents];
  }
}
