import { isAgentLine } from '../core/acd/agent-line.js';
import { agentStatuses, positionOf, queueIds, queueStatus, type Floor } from '../core/acd/floor.js';
import type { Call } from '../core/calls/call.js';
import type { Newcomer } from '../core/estimation/asker.js';
import type { WaitEstimator } from '../core/estimation/wait-estimator.js';
import { brandId, type CampaignId, type QueueId } from '../core/kernel/ids.js';
import type { Instant } from '../core/kernel/time.js';
import type { LiveCall, LiveView } from './desk.js';

/** What goes on now, as the live board shows it. */
export function liveView(floor: Floor, estimator: WaitEstimator, calls: readonly Call[], now: Instant): LiveView {
  const usual = estimator.usualCallers(now);
  const ewtOf = (queueId: QueueId): number | null => {
    const expected = estimator.waitAtTheDoor(floor, usual.get(queueId) ?? anybodyIn(queueId), now);
    return expected === null || expected === 'infinite' ? null : Math.round(expected.seconds);
  };
  return {
    queues: queueIds(floor)
      .filter((queueId) => !isAgentLine(queueId))
      .map((queueId) => {
        const status = queueStatus(floor, queueId, now);
        return {
          queueId,
          waiting: status.waiting,
          longestWaitSeconds: status.longestWaitSeconds,
          ewtSeconds: ewtOf(queueId),
          agents: status.agents,
        };
      }),
    calls: calls.map((call) => liveCall(floor, call)),
    agents: [...agentStatuses(floor)],
  };
}

/** As long as nobody has come: no claim to precedence, and no need of skills. */
function anybodyIn(queueId: QueueId): Newcomer {
  return { queueId, campaignId: brandId<CampaignId>(''), priority: 0, requiredSkills: [] };
}

function liveCall(floor: Floor, { record, lastEntered }: Call): LiveCall {
  const talk = lastEntered?.name === 'conversation' ? lastEntered : null;
  const asked = talk?.consultation ?? null;
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
    answeredAt: record.answeredAt,
    agentId: record.agentId,
    heldSince: talk?.heldAt ?? null,
    consultation: asked === null ? null : { to: asked.to, withAgentId: asked.agentId, isTalking: asked.leg !== null },
  };
}
