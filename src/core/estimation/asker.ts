import type { RequiredSkill } from '../acd/floor-settings.js';
import type { Caller, Floor, Queue } from '../acd/floor-state.js';
import { byArrival, byStanding, effectivePriority, placedBy, type InLine } from '../acd/line-order.js';
import { relaxations, relaxingSince, requirementOf, stillRequired, type Relaxation, type Requirement } from '../acd/requirement.js';
import { brandId, type CallId, type CampaignId, type QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** Somebody who may call: what decides the wait before they are in the line. */
export interface Newcomer {
  readonly queueId: QueueId;
  readonly campaignId: CampaignId;
  readonly priority: number;
  readonly requiredSkills: readonly RequiredSkill[];
}

/** Where somebody stands, or would. */
export type Stance = InLine & { readonly queue: Queue };

/** Whose wait is asked about: a caller in the line, or a newcomer as if they entered it now. */
export interface Asker extends Stance {
  readonly campaignId: CampaignId;
  readonly requirement: Requirement;
  /** What will be required instead, should they wait so long. */
  readonly relaxations: readonly Relaxation[];
  /** The call is ringing on an agent's phone. */
  readonly offered: boolean;
}

/** Sorts after every id: of two who come at one instant, a newcomer is the second. */
const LAST_ID = brandId<CallId>('\uffff');

export function askerInLine(caller: Caller): Asker {
  return {
    queue: caller.queue,
    campaignId: caller.entry.campaignId,
    entry: caller.entry,
    major: caller.major,
    minor: caller.minor,
    requirement: caller.lane.requirement,
    relaxations: relaxations(caller.required, relaxingSince(caller.entry)),
    offered: caller.offers.length > 0,
  };
}

/** Null when there is no such queue. */
export function askerAtTheDoor(floor: Floor, newcomer: Newcomer, now: Instant): Asker | null {
  const queue = floor.queues.get(newcomer.queueId);
  if (queue === undefined) return null;
  const required = stillRequired(newcomer.requiredSkills, now, now);
  const entry = { callId: LAST_ID, priority: newcomer.priority, arrivedAt: now, queuedAt: now };
  return {
    queue,
    campaignId: newcomer.campaignId,
    entry,
    ...placedBy(entry, queue.settings.ageingSeconds),
    requirement: requirementOf(required),
    relaxations: relaxations(required, now),
    offered: false,
  };
}

/** Whether an agent who may serve both takes `caller` first: the floor's own order, within a queue and between queues. */
export function precedes(caller: Stance, asker: Stance, now: Instant): boolean {
  if (caller.queue === asker.queue) return byStanding(caller, asker) < 0;
  const theirs = effectivePriority(caller.entry, caller.queue.settings.ageingSeconds, now);
  const own = effectivePriority(asker.entry, asker.queue.settings.ageingSeconds, now);
  return theirs === own ? byArrival(caller, asker) < 0 : theirs > own;
}

/** How many of the queue's line go before the asker: they stand at its beginning, so the last of them is found by halving. */
export function countAhead(queue: Queue, asker: Asker, now: Instant): number {
  let low = 0;
  let high = queue.line.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    const caller = queue.line.at(middle);
    if (caller !== undefined && precedes(caller, asker, now)) low = middle + 1;
    else high = middle;
  }
  return low;
}
