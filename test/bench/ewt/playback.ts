import type { AgentId, CallId, CampaignId, OfferId, QueueId } from '../../../src/core/kernel/ids.js';
import { seconds, type Instant } from '../../../src/core/kernel/time.js';
import type { FloorEvent } from '../../../src/core/acd/floor-events.js';
import type { FloorFact } from '../../../src/core/acd/floor-facts.js';
import type { FloorOrder } from '../../../src/core/acd/floor-orders.js';
import { createFloor, decide, type Floor } from '../../../src/core/acd/floor.js';
import { CountingIds } from '../../support/counting-ids.js';
import { Agenda } from './agenda.js';
import type { Arrival, TrafficEvent } from './traffic.js';

const NOTHING_AFTER = { wrapUpSeconds: 0, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' } as const;

/** Who watches a playback. The floor calls the calls `c000000000001`, `c000000000002`, … in the order in which they come. */
export interface Watcher {
  /** Before the caller enters the line. */
  arriving?(floor: Floor, call: Arrival, callId: CallId, now: Instant): void;
  fact?(fact: FloorFact, now: Instant): void;
}

type Due =
  | { readonly type: 'conversation-ends'; readonly callId: CallId; readonly agentId: AgentId }
  | { readonly type: 'gives-up'; readonly callId: CallId };

/**
 * Plays traffic through the floor: one queue a campaign, agents who answer at once, no wrap-up. Goes on after the last line until nobody talks;
 * who waits then waits for ever.
 */
export class Playback {
  readonly floor = createFloor(new CountingIds());
  private readonly due = new Agenda<Due>();
  /** Of calls that nobody has taken: how long the conversation will be. */
  private readonly handling = new Map<CallId, number>();
  private arrivals = 0;
  private readonly members = new Map<string, Set<string>>();
  /** Told to leave during a conversation. */
  private readonly leaving = new Set<AgentId>();

  constructor(private readonly watcher: Watcher) {}

  /** Returns when the last thing happened. */
  play(traffic: Iterable<TrafficEvent>): Instant {
    let end = 0;
    for (const event of traffic) {
      const now = milliseconds(event.at);
      this.runUntil(now);
      this.take(event, now);
      end = now;
    }
    return Math.max(end, this.runUntil(Infinity));
  }

  /** Returns when the last thing happened; who was answered meanwhile does not give up. */
  private runUntil(until: Instant): Instant {
    let end = 0;
    while (this.due.nextAt <= until && this.due.nextAt < Infinity) {
      const now = this.due.nextAt;
      const due = this.due.take();
      if (due?.type === 'gives-up' && !this.floor.callers.has(due.callId)) continue;
      if (due?.type === 'gives-up') this.decide({ type: 'caller-left', callId: due.callId }, now);
      if (due?.type === 'conversation-ends') this.endConversation(due.callId, due.agentId, now);
      end = now;
    }
    return end;
  }

  private take(event: TrafficEvent, now: Instant): void {
    switch (event.type) {
      case 'agent-in':
        return this.agentIn(event.agent, event.campaigns, now);
      case 'agent-out':
        return this.agentOut(event.agent as AgentId, now);
      case 'arrival':
        return this.arrive(event, now);
    }
  }

  private agentIn(agent: string, campaigns: readonly string[], now: Instant): void {
    const agentId = agent as AgentId;
    if (!this.floor.agents.has(agentId)) this.decide({ type: 'agent-configured', agent: { agentId, skills: new Map() } }, now);
    for (const campaign of new Set([...campaigns, ...this.members.keys()])) {
      const members = this.membersOf(campaign, now);
      const wanted = campaigns.includes(campaign);
      if (members.has(agent) === wanted) continue;
      if (wanted) members.add(agent);
      else members.delete(agent);
      this.configureQueue(campaign, now);
    }
    if (this.leaving.delete(agentId)) this.decide({ type: 'resume-asked', agentId }, now);
    this.decide({ type: 'sign-in-asked', agentId }, now);
  }

  /** Told in a conversation, the agent pauses after it, and leaves then: until then the floor knows that nobody comes back. */
  private agentOut(agentId: AgentId, now: Instant): void {
    if (this.floor.agents.get(agentId)?.state === 'talking') {
      this.leaving.add(agentId);
      this.decide({ type: 'pause-asked', agentId, reason: null }, now);
    } else this.decide({ type: 'sign-out-asked', agentId, reason: null }, now);
  }

  private endConversation(callId: CallId, agentId: AgentId, now: Instant): void {
    this.decide({ type: 'conversation-ended', callId, agentId }, now);
    if (this.leaving.delete(agentId)) this.decide({ type: 'sign-out-asked', agentId, reason: null }, now);
  }

  private arrive(call: Arrival, now: Instant): void {
    const { campaign, priority, patienceSeconds } = call;
    this.membersOf(campaign, now);
    this.arrivals += 1;
    // Of callers who enter in one instant, the floor takes the smaller id first: that shall be the order of the traffic.
    const callId = `c${String(this.arrivals).padStart(12, '0')}` as CallId;
    this.watcher.arriving?.(this.floor, call, callId, now);
    this.handling.set(callId, milliseconds(call.serviceSeconds));
    this.decide(
      {
        type: 'caller-queued',
        entry: {
          callId,
          queueId: campaign as QueueId,
          campaignId: campaign as CampaignId,
          priority,
          arrivedAt: now,
          queuedAt: now,
          requiredSkills: [],
          afterCall: NOTHING_AFTER,
          overflowAt: null,
          kind: 'caller',
        },
      },
      now,
    );
    if (patienceSeconds !== null && this.floor.callers.has(callId)) {
      this.due.add(now + milliseconds(patienceSeconds), { type: 'gives-up', callId });
    }
  }

  private membersOf(campaign: string, now: Instant): Set<string> {
    const known = this.members.get(campaign);
    if (known !== undefined) return known;
    const members = new Set<string>();
    this.members.set(campaign, members);
    this.configureQueue(campaign, now);
    return members;
  }

  private configureQueue(campaign: string, now: Instant): void {
    const queue = {
      queueId: campaign as QueueId,
      code: '500',
      distribution: 'longest-idle',
      ringTimeoutSeconds: 20,
      missesBeforePause: 2,
      ageingSeconds: null,
      lastAgentLeaves: 'stay',
      agentIds: [...(this.members.get(campaign) ?? [])] as AgentId[],
    } as const;
    this.decide({ type: 'queue-configured', queue }, now);
  }

  private decide(event: FloorEvent, now: Instant): void {
    const { orders, facts } = decide(this.floor, event, now);
    for (const fact of facts) this.watcher.fact?.(fact, now);
    for (const order of orders) this.carryOut(order, now);
  }

  private carryOut(order: FloorOrder, now: Instant): void {
    if (order.type === 'offer-call') this.decide({ type: 'offer-answered', offerId: order.offerId satisfies OfferId }, now);
    if (order.type !== 'connect-call') return;
    const { callId, agentId } = order;
    this.due.add(now + (this.handling.get(callId) ?? 0), { type: 'conversation-ends', callId, agentId });
    this.handling.delete(callId);
  }
}

/** Whole ones, so that what is due 0.1 s after 0.2 s is due at 0.3 s. */
function milliseconds(time: number): number {
  return Math.round(seconds(time));
}
