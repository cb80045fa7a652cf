import { brandId, nodeOf, type BridgeId } from '../kernel/ids.js';
import type { Call } from './call.js';

/** The id of a bridge on the caller's PBX that is not there yet. */
export function newBridge(call: Call): BridgeId {
  return brandId<BridgeId>(`${nodeOf(call.leg)}:guichet-${call.ports.ids.next()}`);
}

/** Takes the bridge down with the phase, unless the call lives on at the PBX. */
export function closeWithPhase(call: Call, bridge: BridgeId): void {
  call.scope.defer(async () => {
    if (call.scope.cause?.kind !== 'suspended') await call.ports.telephony.destroyBridge(bridge);
  });
}
