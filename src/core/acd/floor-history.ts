import type { AgentId, CallId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { IdSource } from '../ports/id-source.js';
import { memoryOf, statusOf } from './agent-status.js';
import { newAgent } from './configuring.js';
import { EndedOffers } from './ended-offers.js';
import type { FloorEvent, QueueEntry } from './floor-events.js';
import type { FloorFact } from './floor-facts.js';
import type { AgentSettings, QueueSettings, SkillGroupSettings } from './floor-settings.js';
import {
  canonical,
  restoreFloor,
  type AgentSnapshot,
  type CallerSnapshot,
  type FloorSnapshot,
  type OfferSnapshot,
} from './floor-snapshot.js';
import type { Floor } from './floor-state.js';
import { relaxingSince, stillRequired } from './requirement.js';

export type ConfigurationEvent = Extract<
  FloorEvent,
  { type: 'queue-configured' | 'queue-removed' | 'agent-configured' | 'agent-removed' | 'skill-groups-configured' }
>;

/** What was configured (and not refused) or what happened, with its instant. */
export type HistoryItem = { readonly at: Instant; readonly event: ConfigurationEvent } | { readonly at: Instant; readonly fact: FloorFact };

/** The floor to which this history led, told from its beginning, or from `start` on. Nothing is decided again: facts are taken at their word. */
export function rebuildFromFacts(history: Iterable<HistoryItem>, ids: IdSource, start?: FloorSnapshot): Floor {
  const story = new Story(start);
  for (const item of history) {
    if ('event' in item) story.configure(item.event, item.at);
    else story.tell(item.fact, item.at);
  }
  return restoreFloor(story.snapshot(), ids);
}

/** A snapshot being written, fact by fact. */
class Story {
  private readonly queues = new Map<QueueId, QueueSettings>();
  private readonly agents = new Map<AgentId, AgentSnapshot>();
  private readonly callers = new Map<CallId, CallerSnapshot>();
  private readonly offers = new Map<OfferId, OfferSnapshot>();
  /** How many phones ring for each call. */
  private readonly ringing = new Map<CallId, number>();
  private readonly endedOffers = new EndedOffers();
  private skillGroups: readonly SkillGroupSettings[] = [];
  private offersMade = 0;

  constructor(start?: FloorSnapshot) {
    if (start === undefined) return;
    for (const queue of start.queues) this.queues.set(queue.queueId, queue);
    for (const agent of start.agents) this.agents.set(agent.status.agentId, agent);
    for (const caller of start.callers) this.callers.set(caller.entry.callId, caller);
    for (const offer of start.offers) {
      this.offers.set(offer.offerId, offer);
      this.ringing.set(offer.callId, (this.ringing.get(offer.callId) ?? 0) + 1);
    }
    for (const [offerId, agentId] of start.endedOffers) this.endedOffers.add(offerId, agentId);
    this.skillGroups = start.skillGroups;
    this.offersMade = start.offersMade;
  }

  snapshot(): FloorSnapshot {
    return canonical({
      queues: [...this.queues.values()],
      skillGroups: this.skillGroups,
      agents: [...this.agents.values()],
      callers: [...this.callers.values()],
      offers: [...this.offers.values()],
      endedOffers: this.endedOffers.entries(),
      offersMade: this.offersMade,
    });
  }

  configure(event: ConfigurationEvent, at: Instant): void {
    switch (event.type) {
      case 'queue-configured':
        this.queues.set(event.queue.queueId, event.queue);
        return;
      case 'queue-removed':
        this.queues.delete(event.queueId);
        return;
      case 'agent-configured':
        this.configureAgent(event.agent, at);
        return;
      case 'agent-removed':
        this.agents.delete(event.agentId);
        return;
      case 'skill-groups-configured':
        this.skillGroups = event.groups;
    }
  }

  private configureAgent(settings: AgentSettings, at: Instant): void {
    const skills = [...settings.skills];
    const known = this.agents.get(settings.agentId);
    const fresh = newAgent(settings, at);
    const agent = known ?? { status: statusOf(fresh), memory: memoryOf(fresh), lastOffers: [] };
    this.agents.set(settings.agentId, { ...agent, skills });
  }

  tell(fact: FloorFact, at: Instant): void {
    switch (fact.type) {
      case 'call-queued':
      case 'call-put-back':
        return this.queued(fact.entry, at);
      case 'requirement-relaxed':
        return this.change(this.callers, fact.callId, (caller) => ({
          required: stillRequired(caller.required, relaxingSince(caller.entry), at),
        }));
      case 'call-left-queue':
      case 'call-taken':
        this.callers.delete(fact.callId);
        this.ringing.delete(fact.callId);
        if (fact.type === 'call-taken') this.offers.delete(fact.offerId);
        return;
      case 'call-offered':
        return this.offered(fact, at);
      case 'offer-ringing':
        return this.change(this.offers, fact.offerId, () => ({ state: 'ringing' as const }));
      case 'offer-withdrawn':
        return this.ended(fact);
      case 'ring-no-answer':
        this.ended(fact);
        return this.change(this.callers, fact.callId, ({ missedBy }) => ({ missedBy: [...missedBy, fact.agentId] }));
      case 'offer-extended':
        return this.change(this.offers, fact.offerId, () => ({ ringsUntil: fact.ringsUntil }));
      case 'conversation-ended':
      case 'conversation-never-began':
      case 'conversation-handed-over':
        // Said again, with what follows, by the agent's state.
        return;
      case 'agent-state': {
        const { type: _, memory, ...status } = fact;
        return this.change(this.agents, status.agentId, () => ({ status, memory }));
      }
    }
  }

  private queued(entry: QueueEntry, at: Instant): void {
    this.callers.set(entry.callId, { entry, required: stillRequired(entry.requiredSkills, relaxingSince(entry), at), missedBy: [] });
  }

  private offered({ callId, offerId, agentId, queueId, ringsUntil }: Extract<FloorFact, { type: 'call-offered' }>, at: Instant): void {
    const ringing = this.ringing.get(callId) ?? 0;
    this.ringing.set(callId, ringing + 1);
    // Whoever missed the call is called again when nobody else is left: then everybody has another chance. So has everybody in a new round.
    const newRound = ringing === 0 && this.queues.get(queueId)?.distribution === 'ring-all';
    this.change(this.callers, callId, ({ missedBy }) => ({ missedBy: newRound || missedBy.includes(agentId) ? [] : missedBy }));
    this.offers.set(offerId, { offerId, callId, agentId, offeredAt: at, ringsUntil, state: 'offered' });
    this.offersMade += 1;
    const number = this.offersMade;
    this.change(this.agents, agentId, ({ lastOffers }) => ({ lastOffers: [...new Map([...lastOffers, [queueId, number]])] }));
  }

  private ended({ offerId, callId, agentId }: Extract<FloorFact, { type: 'offer-withdrawn' | 'ring-no-answer' }>): void {
    this.offers.delete(offerId);
    const left = (this.ringing.get(callId) ?? 0) - 1;
    if (left > 0) this.ringing.set(callId, left);
    else this.ringing.delete(callId);
    this.endedOffers.add(offerId, agentId);
  }

  /** Facts about agents who are no longer configured are told in vain. */
  private change<Id, T extends object>(among: Map<Id, T>, id: Id, changed: (before: T) => Partial<T>): void {
    const before = among.get(id);
    if (before !== undefined) among.set(id, { ...before, ...changed(before) });
  }
}
