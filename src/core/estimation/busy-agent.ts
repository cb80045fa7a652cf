import { hasPhone } from '../acd/agent-status.js';
import type { AfterCall } from '../acd/floor-settings.js';
import type { Agent } from '../acd/floor-state.js';
import type { CallId, CampaignId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { BusyAgent } from './line-state.js';

/** What is needed to say how long an agent is busy, but not whom they serve. */
export type Occupation = Omit<BusyAgent, 'serves' | 'servesAskerIn'>;

/**
 * What keeps the agent from taking a call, or null when nobody can say when they will take one: paused, about to pause, or with a phone that
 * cannot be called. Counting those would promise callers a team that is at lunch.
 */
export function occupationOf(agent: Agent, campaignOf: (callId: CallId) => CampaignId | null, now: Instant): Occupation | null {
  if (!hasPhone(agent) || agent.pendingPause !== null) return null;
  switch (agent.state) {
    case 'signed-out':
    case 'paused':
      return null;
    case 'available':
      return away(agent.heldOffUntil ?? now, now);
    case 'conventional-pause':
      return away(agent.until ?? now, now);
    case 'offered':
      return ringing(agent, now);
    case 'talking':
    case 'wrap-up': {
      const { work } = agent;
      return {
        stage: agent.state === 'talking' ? 'talking' : 'after-call',
        campaignId: work === null ? null : campaignOf(work.callId),
        elapsedSeconds: since(agent.since, now),
        secondsLeft: agent.until === null ? null : since(now, Math.max(agent.until, agent.restUntil ?? 0)) + agent.restSeconds,
        afterCallSeconds: work === null ? 0 : afterCallSeconds(work.afterCall),
      };
    }
  }
}

/** One phone takes the call; the others that it rings on are free again when it does. */
function ringing({ offer, since: offeredAt, until }: Agent, now: Instant): Occupation {
  if (offer === null) return away(now, now);
  const { campaignId, afterCall } = offer.caller.entry;
  const elapsedSeconds = since(offeredAt, now);
  if (offer.caller.offers[0] !== offer) return { ...away(until ?? now, now), stage: 'ringing-along', campaignId, elapsedSeconds };
  return {
    stage: 'ringing',
    campaignId,
    elapsedSeconds,
    secondsLeft: null,
    afterCallSeconds: afterCallSeconds(afterCall),
  };
}

function away(until: Instant, now: Instant): Occupation {
  return { stage: 'away', campaignId: null, elapsedSeconds: 0, secondsLeft: since(now, until), afterCallSeconds: 0 };
}

/** Wrap-up and conventional pause together; null when wrap-up lasts until the agent ends it. */
export function afterCallSeconds({ wrapUpSeconds, conventionalPauseSeconds, conventionalPauseStarts }: AfterCall): number | null {
  if (wrapUpSeconds === null) return null;
  if (conventionalPauseStarts === 'with-wrap-up') return Math.max(wrapUpSeconds, conventionalPauseSeconds);
  return wrapUpSeconds + conventionalPauseSeconds;
}

function since(from: Instant, to: Instant): number {
  return Math.max(0, to - from) / seconds(1);
}
