import type { BridgeId, LegId } from '../kernel/ids.js';
import type { Call } from './call.js';
import type { Phase } from './phase.js';

/** The legs of others in the call of a caller in this phase, and where they are. */
export function othersIn(phase: Phase): readonly { readonly leg: LegId; readonly bridge: BridgeId }[] {
  if (phase.name === 'rerouting' || phase.name === 'transferring') return phase.talk === null ? [] : [phase.talk];
  if (phase.name !== 'conversation') return [];
  const { agentLeg, bridge, consultation } = phase;
  const legs = [{ leg: agentLeg, bridge }];
  if (consultation === undefined) return legs;
  if (consultation.ownLeg !== agentLeg) legs.push({ leg: consultation.ownLeg, bridge: consultation.bridge });
  if (consultation.leg !== null) legs.push({ leg: consultation.leg, bridge: consultation.bridge });
  return legs;
}

/** Lets go of whom the caller was handed over to, when the caller has left before that phase could begin. */
export function letGoOthers(call: Call, phase: Phase): void {
  const { agentLegs, telephony, log } = call.ports;
  if (call.life.cause?.kind === 'suspended') return;
  for (const { leg, bridge } of othersIn(phase)) {
    agentLegs.letGo(leg, bridge);
    telephony.destroyBridge(bridge).catch((fault: unknown) => {
      log.warn('a bridge could not be taken down', { callId: call.id, fault: String(fault) });
    });
  }
}
