import { isDeepStrictEqual } from 'node:util';
import { AGENT_LINE_PRIORITY, agentLineOf } from '../core/acd/agent-line.js';
import type { QueueEntry } from '../core/acd/floor-events.js';
import type { Floor } from '../core/acd/floor.js';
import type { CallbackRecord } from '../core/callbacks/callback-record.js';
import type { OfferedCaller } from '../core/calls/line.js';
import type { CallId } from '../core/kernel/ids.js';
import { seconds, type Instant } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { OpenCallbacks } from './open-callbacks.js';

/** Whoever asked for one agent gets any of the queue when that one could not be reached for so long. */
const NAMED_AGENT_WAITS = seconds(4 * 3600);

/** Until when only the named agent serves it; null: any agent of the queue does already. */
export function namedAgentUntil({ forAgentId, notBefore, requestedAt }: CallbackRecord): Instant | null {
  return forAgentId === null ? null : (notBefore ?? requestedAt) + NAMED_AGENT_WAITS;
}

/** The callbacks, those whose customers come first in front: by the priority of the campaign, then as long as they have waited. */
export function placesInOrder(
  callbackIds: readonly string[],
  book: OpenCallbacks,
  planOf: (callback: CallbackRecord) => CampaignPlan | null,
): readonly string[] {
  const places = callbackIds.flatMap((callbackId) => {
    const callback = book.find(callbackId);
    if (callback === null) return [];
    const priority = callback.forAgentId === null ? (planOf(callback)?.priority ?? 0) : AGENT_LINE_PRIORITY;
    return [{ callback, priority }];
  });
  places.sort(
    (a, b) => b.priority - a.priority || a.callback.queuedAt - b.callback.queuedAt || a.callback.arrivedAt - b.callback.arrivedAt,
  );
  return places.map(({ callback }) => callback.callbackId);
}

/**
 * The place that a callback keeps: the caller's, with the campaign's priority and skills; or in the line of the named agent. It may be served
 * since `dueSince`.
 */
export function entryOf(
  callback: CallbackRecord,
  { campaignId, ...plan }: CampaignPlan,
  floor: Floor,
  { callId, dueSince }: { readonly callId: CallId; readonly dueSince: Instant },
): QueueEntry {
  const { queueId, forAgentId, arrivedAt, queuedAt } = callback;
  const queue = floor.queues.has(queueId) ? queueId : plan.queueId;
  const named = forAgentId === null ? null : agentLineOf(forAgentId);
  return {
    callId,
    queueId: named ?? queue,
    campaignId,
    priority: named === null ? plan.priority : AGENT_LINE_PRIORITY,
    arrivedAt,
    queuedAt,
    hereSince: dueSince,
    requiredSkills: named === null ? plan.requiredSkills : [],
    afterCall: plan.afterCall,
    overflowAt: null,
    kind: 'callback',
  };
}

/** What an agent is shown of it while the telephone rings. */
export function shownFor({ number, did }: CallbackRecord, { name, language }: CampaignPlan): OfferedCaller {
  return { leg: null, shown: { number, name }, language, did, callerName: null, waitsSince: null, announcedSeconds: () => null };
}

/** Whether a place taken under the one plan is what it would be under the other. */
export function isSamePlace(taken: CampaignPlan, now: CampaignPlan): boolean {
  return taken === now || isDeepStrictEqual(askedBy(taken), askedBy(now));
}

function askedBy({ queueId, priority, requiredSkills, afterCall, name, language }: CampaignPlan): object {
  return { queueId, priority, requiredSkills, afterCall, name, language };
}
