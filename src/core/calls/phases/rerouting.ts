import { builtinSound } from '../../ivr/sound-of.js';
import { closeWithPhase, newBridge } from '../bridging.js';
import type { Call } from '../call.js';
import { callOutside, takeOutside, type OutsideLeg } from '../outside-leg.js';
import type { Phase, PhaseOf } from '../phase.js';
import { backFrom, endingOf } from './overflow.js';

/**
 * The caller is put through to another number. Busy, unanswered or not allowed: back to the place in the line, or the end of the call after
 * hours. Entered again after a restart it finds them talking and touches nothing; a number that still rang then is dialled again.
 */
export async function rerouting(call: Call, phase: PhaseOf<'rerouting'>): Promise<Phase | null> {
  if (call.record.answeredAt === null) call.endsAs('abandoned', 'caller');
  else call.endsAs(...endingOf(call, 'rerouted'));
  const other = phase.talk === null ? await putThrough(call, phase) : takeOutside(call, call.scope, phase.talk.leg);
  if (phase.talk !== null) closeWithPhase(call, phase.talk.bridge);
  if (other === null) {
    if (phase.place !== null && phase.otherwise === undefined) await call.play(builtinSound('reroute-back-in-line'), 'reroute-failed');
    return backFrom(call, phase);
  }
  call.endsAs(...endingOf(call, 'rerouted'));
  await call.scope.until(other.gone);
  return null;
}

/** Null when nobody was reached. */
async function putThrough(call: Call, phase: PhaseOf<'rerouting'>): Promise<OutsideLeg | null> {
  const { telephony, outbound } = call.ports;
  const { number } = phase;
  const line = number === null ? ({ refused: 'no-number' } as const) : outbound.lineTo(number);
  if (number === null || 'refused' in line) {
    call.ports.record({ type: 'reroute-failed', callId: call.id, why: 'refused' in line ? line.refused : 'no-number' });
    return null;
  }
  await call.answer();
  call.musicUntilMoved(call.plan.hold);
  const bridge = newBridge(call);
  const other = await callOutside(call, call.scope, number, {
    dialling: () => {
      call.ports.record({ type: 'reroute-dialled', callId: call.id, number });
    },
  });
  if ('failed' in other) {
    call.ports.record({ type: 'reroute-failed', callId: call.id, why: other.failed });
    return null;
  }
  closeWithPhase(call, bridge);
  await call.onLeg(telephony.createBridge(bridge));
  if ((await call.scope.until(telephony.join(bridge, [call.leg, other.leg]))) === 'gone') return null;
  call.ports.record({ type: 'reroute-connected', callId: call.id, number });
  call.enter({ ...phase, talk: { leg: other.leg, bridge, connectedAt: call.now() } });
  return other;
}
