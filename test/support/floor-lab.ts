import { brokenInvariants } from '../../src/core/acd/invariants.js';
import type { AgentStatus } from '../../src/core/acd/agent-state.js';
import type { Decision } from '../../src/core/acd/decision.js';
import type { FloorEvent, OfferFailure, QueueEntry } from '../../src/core/acd/floor-events.js';
import type { FloorFact } from '../../src/core/acd/floor-facts.js';
import type { FloorOrder } from '../../src/core/acd/floor-orders.js';
import type { AfterCall, QueueSettings, RequiredSkill } from '../../src/core/acd/floor-settings.js';
import { agentStatus, createFloor, decide, positionOf, type Floor } from '../../src/core/acd/floor.js';
import type { HistoryItem } from '../../src/core/acd/floor-history.js';
import { brandId, type AgentId, type CallId, type OfferId, type QueueId, type SkillId } from '../../src/core/kernel/ids.js';
import { seconds, type Instant } from '../../src/core/kernel/time.js';
import { CountingIds } from './counting-ids.js';

export const NO_AFTER_CALL: AfterCall = { wrapUpSeconds: 0, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' };

export const agentId = (name: string): AgentId => brandId<AgentId>(name);
export const callId = (name: string): CallId => brandId<CallId>(name);
export const queueId = (name: string): QueueId => brandId<QueueId>(name);

/** Skills as `{ french: 5 }`: at least level 5. */
export function requiring(levels: Readonly<Record<string, number>>, relaxAfterSeconds: number | null = null): RequiredSkill[] {
  return Object.entries(levels).map(([skill, minimumLevel]) => ({ skillId: brandId<SkillId>(skill), minimumLevel, relaxAfterSeconds }));
}

interface CallOptions extends Partial<Omit<QueueEntry, 'callId' | 'queueId'>> {
  readonly queue?: string;
}

/**
 * A floor in virtual time: events are decided at `now`, timers ring when time is advanced, and every decision is checked against the
 * invariants. Names are plain strings; the queue `q` serves whoever names no other.
 */
export class FloorLab {
  readonly floor: Floor;
  now: Instant = 1_000_000_000_000;
  readonly orders: FloorOrder[] = [];
  readonly facts: FloorFact[] = [];
  /** Configuration and facts in order: what rebuilds the floor. */
  readonly history: HistoryItem[] = [];
  private readonly lastEvents: string[] = [];
  private readonly timers = new Map<string, Instant>();

  constructor(seed = 1) {
    this.floor = createFloor(new CountingIds(seed, 'offer'));
  }

  decide(event: FloorEvent): Decision {
    const decision = decide(this.floor, event, this.now);
    for (const order of decision.orders) {
      if (order.type === 'arm-timer') this.timers.set(order.key, order.at);
      if (order.type === 'disarm-timer') this.timers.delete(order.key);
    }
    this.orders.push(...decision.orders);
    this.facts.push(...decision.facts);
    if (isConfiguration(event) && decision.refusal === null) this.history.push({ at: this.now, event });
    for (const fact of decision.facts) this.history.push({ at: this.now, fact });
    const broken = brokenInvariants(this.floor);
    this.lastEvents.push(`${String(this.now)} ${JSON.stringify(event)}`);
    if (broken.length > 0) throw new Error(`${broken.join('; ')}, after\n${this.lastEvents.slice(-20).join('\n')}`);
    return decision;
  }

  /** Lets time pass, ringing the timers on the way in their order. */
  advance(secondsLater: number): this {
    const until = this.now + seconds(secondsLater);
    for (;;) {
      const [next] = [...this.timers].filter(([, at]) => at <= until).sort(([, a], [, b]) => a - b);
      if (next === undefined) break;
      this.timers.delete(next[0]);
      this.now = Math.max(this.now, next[1]);
      this.decide({ type: 'timer-fired', key: next[0] });
    }
    this.now = until;
    return this;
  }

  queue(
    settings: Partial<Omit<QueueSettings, 'queueId' | 'agentIds'>> & { readonly id?: string; readonly agents?: readonly string[] } = {},
  ): this {
    const { id = 'q', agents = [], ...rest } = settings;
    const queue: QueueSettings = {
      queueId: queueId(id),
      code: '500',
      distribution: 'longest-idle',
      ringTimeoutSeconds: 15,
      missesBeforePause: 2,
      ageingSeconds: null,
      lastAgentLeaves: 'stay',
      agentIds: agents.map(agentId),
      ...rest,
    };
    this.decide({ type: 'queue-configured', queue });
    return this;
  }

  agent(name: string, levels: Readonly<Record<string, number>> = {}): this {
    const skills = new Map(Object.entries(levels).map(([skill, level]) => [brandId<SkillId>(skill), level]));
    this.decide({ type: 'agent-configured', agent: { agentId: agentId(name), skills } });
    return this;
  }

  /** Signs in, a millisecond apart so that who is idle longest is never a tie. */
  signIn(...names: readonly string[]): this {
    for (const name of names) {
      this.decide({ type: 'sign-in-asked', agentId: agentId(name) });
      this.now += 1;
    }
    return this;
  }

  call(name: string, options: CallOptions = {}): Decision {
    return this.decide({ type: 'caller-queued', entry: this.entry(name, options) });
  }

  entry(name: string, { queue = 'q', ...options }: CallOptions = {}): QueueEntry {
    return {
      callId: callId(name),
      queueId: queueId(queue),
      campaignId: brandId('campaign'),
      priority: 0,
      arrivedAt: this.now,
      queuedAt: this.now,
      requiredSkills: [],
      afterCall: NO_AFTER_CALL,
      overflowAt: null,
      kind: 'caller',
      ...options,
    };
  }

  leave(name: string): Decision {
    return this.decide({ type: 'caller-left', callId: callId(name) });
  }

  /** The offer that rings at this agent's phone. */
  offerAt(name: string): OfferId {
    const offerId = this.status(name).offerId;
    if (offerId === null) throw new Error(`${name} is offered no call`);
    return offerId;
  }

  answer(name: string): Decision {
    return this.decide({ type: 'offer-answered', offerId: this.offerAt(name) });
  }

  fail(name: string, failure: OfferFailure): Decision {
    return this.decide({ type: 'offer-failed', offerId: this.offerAt(name), failure });
  }

  hangUp(name: string): Decision {
    const { callId: call } = this.status(name);
    if (call === null) throw new Error(`${name} is in no call`);
    return this.decide({ type: 'conversation-ended', callId: call, agentId: agentId(name) });
  }

  ask(name: string, type: 'sign-in-asked' | 'resume-asked' | 'wrap-up-end-asked'): string | null {
    return this.decide({ type, agentId: agentId(name) }).refusal?.code ?? null;
  }

  signOut(name: string): string | null {
    return this.decide({ type: 'sign-out-asked', agentId: agentId(name), reason: null }).refusal?.code ?? null;
  }

  pause(name: string, reason: string | null = null): string | null {
    return this.decide({ type: 'pause-asked', agentId: agentId(name), reason }).refusal?.code ?? null;
  }

  status(name: string): AgentStatus {
    const status = agentStatus(this.floor, agentId(name));
    if (status === null) throw new Error(`there is no agent ${name}`);
    return status;
  }

  /** `ann: talking c1`, `ann: offered c1`, `ann: paused missed-offers`. */
  state(name: string): string {
    const { state, callId: call, reason } = this.status(name);
    return [state, call, reason].filter(Boolean).join(' ');
  }

  position(name: string): number | null {
    return positionOf(this.floor, callId(name));
  }

  /** Who was offered what since the lab began, as `c1→ann`. */
  offers(): string[] {
    return this.orders.flatMap((order) => (order.type === 'offer-call' ? [`${order.callId}→${order.agentId}`] : []));
  }

  timersArmed(): string[] {
    return [...this.timers.keys()].sort();
  }
}

function isConfiguration(
  event: FloorEvent,
): event is Extract<FloorEvent, { type: `${string}-configured` | 'queue-removed' | 'agent-removed' }> {
  return event.type.endsWith('-configured') || event.type === 'queue-removed' || event.type === 'agent-removed';
}
