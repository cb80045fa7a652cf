import type { AgentId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Draft } from './draft.js';
import type { QueueEntry } from './floor-events.js';
import type { LeaveCause } from './floor-facts.js';
import type { RequiredSkill } from './floor-settings.js';
import type { Caller, Floor, Lane, Queue } from './floor-state.js';
import { countCaller, laneFor } from './lanes.js';
import { placedBy } from './line-order.js';
import type { OrderedLine } from './ordered-line.js';
import { nextRelaxation, relaxingSince } from './requirement.js';
import { timerKey } from './timer-keys.js';

const NOBODY: readonly AgentId[] = [];

/** Puts the entry in its queue's line, in no lane's line yet. */
export function stand(floor: Floor, queue: Queue, entry: QueueEntry, required: readonly RequiredSkill[]): Caller {
  const lane = laneFor(floor, queue, required);
  const caller: Caller = {
    entry,
    queue,
    ...placedBy(entry, queue.settings.ageingSeconds),
    lane,
    required,
    relaxAt: nextRelaxation(required, relaxingSince(entry)),
    foundIn: null,
    offers: [],
    missedBy: NOBODY,
  };
  countCaller(lane, 1);
  queue.line.insert(caller);
  floor.callers.set(entry.callId, caller);
  return caller;
}

/** Makes the caller findable in this line of the lane, and nowhere else; null is nowhere. */
export function findIn(caller: Caller, line: OrderedLine<Caller> | null): void {
  if (caller.foundIn === line) return;
  caller.foundIn?.remove(caller);
  caller.foundIn = line;
  line?.insert(caller);
}

export function changeLane(caller: Caller, lane: Lane): void {
  findIn(caller, null);
  // Into the new one first: it may have been empty, and must not be forgotten for the old one.
  countCaller(lane, 1);
  countCaller(caller.lane, -1);
  caller.lane = lane;
}

/** Takes the caller out of the line for good, with the timers of waiting. */
export function stepOut(draft: Draft, caller: Caller): void {
  const { callId, overflowAt } = caller.entry;
  findIn(caller, null);
  countCaller(caller.lane, -1);
  caller.queue.line.remove(caller);
  draft.floor.callers.delete(callId);
  // A timer that fired found the caller being offered; disarming it again would say nothing.
  if (overflowAt !== null && overflowAt > draft.now) draft.orders.push({ type: 'disarm-timer', key: timerKey('loops', callId) });
  if (caller.relaxAt !== null) draft.orders.push({ type: 'disarm-timer', key: timerKey('relax', callId) });
}

/** The caller stands in the line no more and was not taken. */
export function leaveLine(draft: Draft, caller: Caller, cause: LeaveCause): void {
  const { callId, queueId } = caller.entry;
  stepOut(draft, caller);
  draft.facts.push({ type: 'call-left-queue', callId, queueId, waitedSeconds: waitedSeconds(caller, draft.now), cause });
}

/** Out of the line, on to the campaign's overflow. */
export function overflow(draft: Draft, caller: Caller, criterion: 'loops' | 'nobody-signed-in'): void {
  leaveLine(draft, caller, criterion);
  draft.orders.push({ type: 'overflow-call', callId: caller.entry.callId, criterion });
}

export function isOverflowDue(caller: Caller, now: Instant): boolean {
  return caller.entry.overflowAt !== null && caller.entry.overflowAt <= now;
}

export function waitedSeconds(caller: Caller, now: Instant): number {
  return Math.max(0, now - caller.entry.queuedAt) / seconds(1);
}

/** Place in the line, 1 first. */
export function positionIn(caller: Caller): number {
  return caller.queue.line.rank(caller) + 1;
}
