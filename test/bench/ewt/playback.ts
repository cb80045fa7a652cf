import type { AgentId, CallId, CampaignId, OfferId, QueueId } from '../../../src/core/kernel/ids.js';
import type { FloorEvent } from '../../../src/core/acd/floor-events.js';
import type { FloorFact } from '../../../src/core/acd/floor-facts.js';
import type { FloorOrder } from '../../../src/core/acd/floor-orders.js';
import { createFloor, decide, type Floor } from '../../../src/core/acd/floor.js';
import { CountingIds } from '../../support/counting-ids.js';
import { Agenda } from './agenda.js';
import type { Arrival, TrafficEvent } from './traffic.js';

const NOTHING_AFTER = { wrapUpSeconds: 0, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' } as const;

/** Who watches a playback. Times in seconds of the traffic. */
export interface Watcher {
  /** Before the caller enters the line. */
  arriving?(floor: Floor, call: Arrival, at: number): void;
  fact?(fact: FloorFact, at: number): void;
}

type Due =
  | { readonly type: 'conversation-ends'; readonly call: Arrival; readonly agentId: AgentId }
  | { readonly type: 'gives-up'; readonly call: Arrival };

/**
 * Plays traffic through the floor: one queue a campaign, agents who answer at once, no wrap-up. Goes on after the last line until nobody talks;
 * who waits then waits for ever.
 */
export class Playback {
  readonly floor = createFloor(new CountingIds());
  private readonly due = new Agenda<Due>();
  private readonly calls = new Map<CallId, Arrival>();
  private readonly members = new Map<string, Set<string>>();
  /** Told to leave during a conversation. */
  private readonly leaving = new Set<AgentId>();

  constructor(private readonly watcher: Watcher) {}

  play(traffic: Iterable<TrafficEvent>): void {
    for (const event of traffic) {
      this.runUntil(event.at);
      this.take(event);
    }
    this.runUntil(Infinity);
  }

  private runUntil(at: number): void {
    while (this.due.nextAt <= at && this.due.nextAt < Infinity) {
      const now = this.due.nextAt;
      const due = this.due.take();
      if (due?.type === 'gives-up') this.decide({ type: 'caller-left', callId: due.call.call as CallId }, now);
      if (due?.type === 'conversation-ends') this.endConversation(due.call.call as CallId, due.agentId, now);
    }
  }

  private take(event: TrafficEvent): void {
    switch (event.type) {
      case 'agent-in':
        return this.agentIn(event.agent, event.campaigns, event.at);
      case 'agent-out':
        return this.agentOut(event.agent as AgentId, event.at);
      case 'arrival':
        return this.arrive(event);
    }
  }

  private agentIn(agent: string, campaigns: readonly string[], at: number): void {
    const agentId = agent as AgentId;
    if (!this.floor.agents.has(agentId)) this.decide({ type: 'agent-configured', agent: { agentId, skills: new Map() } }, at);
    for (const campaign of new Set([...campaigns, ...this.members.keys()])) {
      const members = this.membersOf(campaign, at);
      const wanted = campaigns.includes(campaign);
      if (members.has(agent) === wanted) continue;
      if (wanted) members.add(agent);
      else members.delete(agent);
      this.configureQueue(campaign, at);
    }
    if (this.leaving.delete(agentId)) this.decide({ type: 'resume-asked', agentId }, at);
    this.decide({ type: 'sign-in-asked', agentId }, at);
  }

  /** Told in a conversation, the agent pauses after it, and leaves then: until then the floor knows that nobody comes back. */
  private agentOut(agentId: AgentId, at: number): void {
    if (this.floor.agents.get(agentId)?.state === 'talking') {
      this.leaving.add(agentId);
      this.decide({ type: 'pause-asked', agentId, reason: null }, at);
    } else this.decide({ type: 'sign-out-asked', agentId, reason: null }, at);
  }

  private endConversation(callId: CallId, agentId: AgentId, at: number): void {
    this.calls.delete(callId);
    this.decide({ type: 'conversation-ended', callId, agentId }, at);
    if (this.leaving.delete(agentId)) this.decide({ type: 'sign-out-asked', agentId, reason: null }, at);
  }

  private arrive(call: Arrival): void {
    const { at, campaign, priority, patienceSeconds } = call;
    this.membersOf(campaign, at);
    this.watcher.arriving?.(this.floor, call, at);
    const callId = call.call as CallId;
    this.calls.set(callId, call);
    this.decide(
      {
        type: 'caller-queued',
        entry: {
          callId,
          queueId: campaign as QueueId,
          campaignId: campaign as CampaignId,
          priority,
          arrivedAt: at * 1000,
          queuedAt: at * 1000,
          requiredSkills: [],
          afterCall: NOTHING_AFTER,
          overflowAt: null,
          kind: 'caller',
        },
      },
      at,
    );
    if (patienceSeconds !== null && this.floor.callers.has(callId)) this.due.add(at + patienceSeconds, { type: 'gives-up', call });
  }

  private membersOf(campaign: string, at: number): Set<string> {
    const known = this.members.get(campaign);
    if (known !== undefined) return known;
    const members = new Set<string>();
    this.members.set(campaign, members);
    this.configureQueue(campaign, at);
    return members;
  }

  private configureQueue(campaign: string, at: number): void {
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
    this.decide({ type: 'queue-configured', queue }, at);
  }

  private decide(event: FloorEvent, at: number): void {
    const { orders, facts } = decide(this.floor, event, at * 1000);
    for (const fact of facts) this.watcher.fact?.(fact, at);
    for (const order of orders) this.carryOut(order, at);
  }

  private carryOut(order: FloorOrder, at: number): void {
    if (order.type === 'offer-call') this.decide({ type: 'offer-answered', offerId: order.offerId satisfies OfferId }, at);
    if (order.type !== 'connect-call') return;
    const call = this.calls.get(order.callId);
    if (call !== undefined) this.due.add(at + call.serviceSeconds, { type: 'conversation-ends', call, agentId: order.agentId });
  }
}
