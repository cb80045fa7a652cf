import { hasPhone } from '../acd/agent-status.js';
import type { AfterCall } from '../acd/floor-settings.js';
import type { Agent } from '../acd/floor-state.js';
import type { AgentId, CallId, CampaignId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { BusyAgent } from './line-state.js';
import { pausedFor, type Staffing } from './staffing.js';

/** What an agent does, but not whom they serve. */
export type Occupied = Omit<BusyAgent, 'serves' | 'servesAskerIn'>;

type Occupation = Omit<Occupied, 'atWorkSeconds' | 'absence'>;

type CampaignOf = (callId: CallId, agentId: AgentId) => CampaignId | null;

const NOT_AT_WORK = { campaignId: null, secondsLeft: null, afterCallSeconds: 0, atWorkSeconds: null };

/**
 * What keeps the agent from taking a call; null when nobody can say when they will take one: counting those would promise callers a team that has
 * gone home.
 */
export function occupied(agent: Agent, campaignOf: CampaignOf, staffing: Staffing, now: Instant): Occupied | null {
  const { agentId } = agent.settings;
  const away = staffing.absenceOf(agent, now);
  if (away !== null) return { ...NOT_AT_WORK, stage: 'absent', elapsedSeconds: away.elapsedSeconds, absence: away.kind };
  const absence = agent.pendingPause === null ? null : pausedFor(agent.pendingPause);
  if (absence !== null && staffing.habits(now) === null) return null;
  const occupation = occupationOf(agent, (callId) => campaignOf(callId, agentId), now);
  return occupation && { ...occupation, absence, atWorkSeconds: absence === null ? staffing.secondsAtWork(agentId, now) : null };
}

/** Null for one who is not at work, or has a phone that cannot be called. */
function occupationOf(agent: Agent, campaignOf: (callId: CallId) => CampaignId | null, now: Instant): Occupation | null {
  if (!hasPhone(agent)) return null;
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
