import type { QueueEntry } from '../acd/floor-events.js';
import type { FloorFact } from '../acd/floor-facts.js';
import type { AgentId, CallId, CampaignId, OfferId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Outcome } from './service-history.js';

interface Resting {
  readonly campaignId: CampaignId | null;
  readonly since: Instant;
}

/**
 * Reads outcomes out of the floor's facts, in order: a fact tells what happened to a call or an agent, an outcome how long something took.
 * Remembers only who waits, rings, talks and rests now; after a restart what was under way teaches a little less.
 */
export class FloorOutcomes {
  private readonly waiting = new Map<CallId, QueueEntry>();
  private readonly offeredAt = new Map<OfferId, Instant>();
  private readonly talking = new Map<CallId, CampaignId>();
  private readonly resting = new Map<AgentId, Resting>();

  /** The campaign of a conversation under way; null for one that began before the backend did. */
  campaignOf(callId: CallId): CampaignId | null {
    return this.talking.get(callId) ?? null;
  }

  of(fact: FloorFact, at: Instant): readonly Outcome[] {
    switch (fact.type) {
      case 'call-queued':
        this.waiting.set(fact.callId, fact.entry);
        // One who comes back to a kept place, after a restart say, was learned when they came.
        return at - fact.entry.queuedAt < seconds(2) && fact.entry.kind !== 'transfer' ? [{ type: 'arrived', stream: fact.entry }] : [];
      case 'call-put-back':
        this.waiting.set(fact.callId, fact.entry);
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

  private taken({ callId, offerId, waitedSeconds }: Extract<FloorFact, { type: 'call-taken' }>, at: Instant): readonly Outcome[] {
    const offeredAt = this.offeredAt.get(offerId);
    this.offeredAt.delete(offerId);
    const entry = this.waiting.get(callId);
    if (entry !== undefined) this.talking.set(callId, entry.campaignId);
    const rang: Outcome[] = offeredAt === undefined ? [] : [{ type: 'rang', seconds: (at - offeredAt) / seconds(1) }];
    return [...rang, ...this.waitEnded(callId, waitedSeconds, false)];
  }

  /** Nothing is learned about patience from those who had no need of it, nor from callbacks, who wait at home, nor from transfers. */
  private waitEnded(callId: CallId, waitedSeconds: number, gaveUp: boolean): readonly Outcome[] {
    const entry = this.waiting.get(callId);
    this.waiting.delete(callId);
    if (entry?.kind === 'callback' || entry?.kind === 'transfer' || (waitedSeconds < 1 && !gaveUp)) return [];
    return [{ type: 'waited', campaignId: entry?.campaignId ?? null, seconds: waitedSeconds, gaveUp }];
  }

  private talked(fact: Extract<FloorFact, { type: 'conversation-ended' }>, at: Instant): readonly Outcome[] {
    const campaignId = this.campaignOf(fact.callId);
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
