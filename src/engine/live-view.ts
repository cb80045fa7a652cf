import { agentStatuses, positionOf, queueIds, queueStatus, type Floor } from '../core/acd/floor.js';
import type { Call } from '../core/calls/call.js';
import type { Instant } from '../core/kernel/time.js';
import type { LiveCall, LiveView } from './desk.js';

/** What goes on now, as the live board shows it. */
export function liveView(floor: Floor, calls: readonly Call[], now: Instant): LiveView {
  return {
    queues: queueIds(floor).map((queueId) => {
      const status = queueStatus(floor, queueId, now);
      return { queueId, waiting: status.waiting, longestWaitSeconds: status.longestWaitSeconds, ewtSeconds: null, agents: status.agents };
    }),
    calls: calls.map((call) => liveCall(floor, call)),
    agents: [...agentStatuses(floor)],
  };
}

function liveCall(floor: Floor, { record }: Call): LiveCall {
  return {
    callId: record.callId,
    campaignId: record.campaignId,
    did: record.did,
    caller: record.caller,
    phase: record.phase,
    arrivedAt: record.arrivedAt,
    queuedAt: record.queuedAt,
    queueId: record.queueId,
    position: record.phase === 'waiting' ? positionOf(floor, record.callId) : null,
    agentId: record.agentId,
  };
}
