import type { TransferFailure } from '../../journal/facts.js';
import { closeWithPhase, newBridge } from '../bridging.js';
import type { Call } from '../call.js';
import { callOutside, takeOutside, type OutsideLeg } from '../outside-leg.js';
import { takeTurn, untilOf, type Taken } from '../personal-turn.js';
import type { Phase, PhaseOf } from '../phase.js';

/**
 * The caller, whom an agent has sent away, waits with music for another agent or a number outside. Nobody there: whoever sent them is asked
 * again, and when they are not there either the caller stands where they stood in the queue.
 */
export async function transferring(call: Call, phase: PhaseOf<'transferring'>): Promise<Phase | null> {
  call.endsAs('answered', 'caller');
  if (phase.talk !== null) {
    closeWithPhase(call, phase.talk.bridge);
    return talkTo(call, takeOutside(call, call.scope, phase.talk.leg));
  }
  call.musicUntilMoved(call.plan.hold);
  const { to, by, way, place } = phase;
  if (way === 'back') {
    const taken = await takeTurn(call, call.scope, call.id, { kind: 'agent', agentId: by }, untilOf(call, to, phase.since));
    return taken === null ? { name: 'waiting', ...place } : talkingTo(call, phase, taken);
  }
  if (to.kind === 'agent') {
    const taken = await takeTurn(call, call.scope, call.id, to, untilOf(call, to, phase.since));
    if (taken !== null) return talkingTo(call, phase, taken);
    return backFrom(call, phase, 'agent-not-available');
  }
  const outside = await callOutside(call, call.scope, to.number);
  if ('failed' in outside) return backFrom(call, phase, outside.failed);
  const bridge = newBridge(call);
  closeWithPhase(call, bridge);
  await call.onLeg(call.ports.telephony.createBridge(bridge));
  if ((await call.scope.until(call.ports.telephony.join(bridge, [call.leg, outside.leg]))) === 'gone') return backFrom(call, phase, 'gone');
  call.ports.record({ type: 'transfer-connected', callId: call.id, to });
  call.enter({ ...phase, talk: { leg: outside.leg, bridge, connectedAt: call.now() } });
  return talkTo(call, outside);
}

async function talkTo(call: Call, other: OutsideLeg): Promise<null> {
  await call.scope.until(other.gone);
  call.endsAs('answered', 'outside');
  return null;
}

function backFrom(call: Call, phase: PhaseOf<'transferring'>, why: TransferFailure): Phase {
  call.ports.record({ type: 'transfer-failed', callId: call.id, agentId: phase.by, why });
  return { ...phase, way: 'back', since: call.now() };
}

function talkingTo(call: Call, { place }: PhaseOf<'transferring'>, { offerId, agentId, agentLeg }: Taken): Phase {
  const { queueId, queuedAt } = place;
  return { name: 'conversation', queueId, queuedAt, offerId, agentId, agentLeg, bridge: newBridge(call), connectedAt: null, place };
}
