import type { QueueEntry } from '../acd/floor-events.js';
import type { FloorFact } from '../acd/floor-facts.js';
import type { AgentId, CallId, CampaignId, OfferId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Outcome } from './service-history.js';

/** Between the beginning of a wait and the line passes no more than this. */
const JUST_NOW = seconds(2);

interface Waiting {
  readonly entry: QueueEntry;
  /** The wait began here and now: not with an agent, at home, on an overflow that came to nothing, or before a restart. */
  readonly isNew: boolean;
}

interface Resting {
  readonly campaignId: CampaignId | null;
  readonly since: Instant;
}

/**
 * Reads outcomes out of the floor's facts, in order: a fact tells what happened to a call or an agent, an outcome how long something took.
 * Remembers only who waits, rings, talks and rests now; after a restart what was under way teaches a little less.
 */
export class FloorOutcomes {
  private readonly waiting = new Map<CallId, Waiting>();
  private readonly offeredAt = new Map<OfferId, Instant>();
  private readonly talking = new Map<CallId, CampaignId>();
  private readonly resting = new Map<AgentId, Resting>();

  /** The campaign of the call that the agent is in, or rests from; null when it began before the backend did. */
  campaignOf(callId: CallId, agentId: AgentId): CampaignId | null {
    return this.resting.get(agentId)?.campaignId ?? this.talking.get(callId) ?? null;
  }

  of(fact: FloorFact, at: Instant): readonly Outcome[] {
    switch (fact.type) {
      case 'call-queued':
        return this.queued(fact.entry, at);
      case 'call-put-back':
        this.waiting.set(fact.callId, { entry: fact.entry, isNew: false });
        this.talking.delete(fact.callId);
        return [];
      case 'call-left-queue':
        return this.waitEnded(fact.callId, fact.waitedSeconds, fact.cause === 'caller-left');
      case 'call-offered':
        this.offeredAt.set(fact.offerId, at);
        return [];
      case 'offer-withdrawn':
      case 'ring-no-answer':
        this.offeredAt.delete(fact.offerId);
        return [];
      case 'call-taken':
        return this.taken(fact, at);
      case 'conversation-ended':
        return this.talked(fact, at);
      case 'agent-state':
        return this.rested(fact, at);
      case 'conversation-handed-over': {
        const campaignId = this.talking.get(fact.consultation);
        this.talking.delete(fact.consultation);
        if (campaignId !== undefined) this.talking.set(fact.callId, campaignId);
        return [];
      }
      case 'conversation-never-began':
        this.talking.delete(fact.callId);
        return [];
      case 'offer-ringing':
      case 'offer-extended':
      case 'requirement-relaxed':
        return [];
    }
  }

  private queued(entry: QueueEntry, at: Instant): readonly Outcome[] {
    const isNew = at - entry.queuedAt < JUST_NOW && entry.kind !== 'transfer';
    this.waiting.set(entry.callId, { entry, isNew });
    return isNew ? [{ type: 'arrived', stream: entry }] : [];
  }

  private taken({ callId, offerId, waitedSeconds }: Extract<FloorFact, { type: 'call-taken' }>, at: Instant): readonly Outcome[] {
    const offeredAt = this.offeredAt.get(offerId);
    this.offeredAt.delete(offerId);
    const entry = this.waiting.get(callId)?.entry;
    if (entry !== undefined) this.talking.set(callId, entry.campaignId);
    const outcomes = this.waitEnded(callId, waitedSeconds, false);
    // An agent may be reserved for a callback long before their telephone rings.
    if (offeredAt === undefined || entry === undefined || entry.kind === 'callback') return outcomes;
    return [{ type: 'rang', campaignId: entry.campaignId, seconds: Math.max(0, at - offeredAt) / seconds(1) }, ...outcomes];
  }

  /**
   * Nothing is learned about patience from those who had no need of it, nor from callbacks, who wait at home, nor from those whose wait began
   * elsewhere: they did not wait here all that time, or have taught it already.
   */
  private waitEnded(callId: CallId, waitedSeconds: number, gaveUp: boolean): readonly Outcome[] {
    const waiting = this.waiting.get(callId);
    this.waiting.delete(callId);
    if (waiting?.isNew !== true || waiting.entry.kind === 'callback' || (waitedSeconds < 1 && !gaveUp)) return [];
    return [{ type: 'waited', campaignId: waiting.entry.campaignId, seconds: waitedSeconds, gaveUp }];
  }

  private talked(fact: Extract<FloorFact, { type: 'conversation-ended' }>, at: Instant): readonly Outcome[] {
    const campaignId = this.talking.get(fact.callId) ?? null;
    this.talking.delete(fact.callId);
    this.resting.set(fact.agentId, { campaignId, since: at });
    return [{ type: 'talked', campaignId, seconds: fact.talkedSeconds }];
  }

  /** Rest ends when the agent may have calls again. A pause or a sign-out on top of it hides its end. */
  private rested({ agentId, state }: Extract<FloorFact, { type: 'agent-state' }>, at: Instant): readonly Outcome[] {
    const resting = this.resting.get(agentId);
    if (resting === undefined || state === 'wrap-up' || state === 'conventional-pause') return [];
    this.resting.delete(agentId);
    if (state === 'paused' || state === 'signed-out' || at <= resting.since) return [];
    return [{ type: 'rested', campaignId: resting.campaignId, seconds: (at - resting.since) / seconds(1) }];
  }
}
