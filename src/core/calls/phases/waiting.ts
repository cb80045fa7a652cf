import type { QueueEntry } from '../../acd/floor-events.js';
import type { BridgeId } from '../../kernel/ids.js';
import { brandId, nodeOf } from '../../kernel/ids.js';
import { seconds } from '../../kernel/time.js';
import type { Call } from '../call.js';
import type { Phase, PhaseOf } from '../phase.js';

/** The line: music until an agent answers. The place counts from `queuedAt`, which survives restarts and failed connections. */
export async function waiting(call: Call, phase: PhaseOf<'waiting'>): Promise<Phase | null> {
  call.endsAs('abandoned', 'caller');
  const turn = call.ports.line.enter(entryOf(call, phase));
  call.scope.defer(() => turn.leave());
  call.musicUntilMoved(call.plan.hold);
  const outcome = await call.scope.until(turn.outcome);
  if (outcome.kind === 'overflow') return { name: 'overflow', criterion: outcome.criterion };
  return {
    name: 'conversation',
    queueId: phase.queueId,
    queuedAt: phase.queuedAt,
    offerId: outcome.offerId,
    agentId: outcome.agentId,
    agentLeg: outcome.agentLeg,
    bridge: brandId<BridgeId>(`${nodeOf(call.leg)}:guichet-${call.ports.ids.next()}`),
    connectedAt: null,
  };
}

function entryOf(call: Call, phase: PhaseOf<'waiting'>): QueueEntry {
  const { plan } = call;
  const { overflow } = plan;
  return {
    callId: call.id,
    queueId: phase.queueId,
    campaignId: plan.campaignId,
    priority: plan.priority,
    arrivedAt: call.record.arrivedAt,
    queuedAt: phase.queuedAt,
    requiredSkills: plan.requiredSkills,
    afterCall: plan.afterCall,
    overflowAt: overflow.loops === null ? null : phase.queuedAt + seconds(overflow.loops * overflow.loopSeconds),
    kind: 'caller',
  };
}
