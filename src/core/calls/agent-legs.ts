import type { BridgeId, LegId } from '../kernel/ids.js';
import type { Done } from '../ports/telephony.js';

/**
 * The legs of agents' phones, when a call is through with them. A phone that was called for this call is hung up; one that is permanently
 * connected leaves the bridge and stays up for the next call.
 */
export interface AgentLegs {
  /** Insists, and is waited for by nobody. */
  letGo(leg: LegId, bridge: BridgeId): void;
  /** Its phone is about to hang it up by itself: that is how its transfer key works. */
  willHangUp(leg: LegId): void;
  /** Asks once. `gone` when the leg was no longer there. Throws `PbxUnreachable`. */
  release(leg: LegId, bridge: BridgeId): Promise<Done>;
}
