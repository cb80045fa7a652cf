import type { AgentId, LegId } from '../kernel/ids.js';
import type { Call } from './call.js';
import type { TransferTarget } from './handset.js';
import type { SavedConsultation } from './phase.js';

export interface PhoneTransfer {
  readonly dialled: string;
  /** Another leg of the same phone, to whose partner the caller is to go. */
  readonly replaces: LegId | null;
}

/** What the transfer key of an agent's phone asks for: another, or the end of a consultation; null when it cannot be done. */
export function understood(
  call: Call,
  agent: { readonly agentId: AgentId; readonly agentLeg: LegId },
  consultation: SavedConsultation | null,
  { dialled, replaces }: PhoneTransfer,
): TransferTarget | 'complete' | null {
  if (replaces !== null) return consultation !== null && [agent.agentLeg, consultation.ownLeg].includes(replaces) ? 'complete' : null;
  // Who is consulted would be left with nobody: the phone is told no, and its user completes or gives up.
  if (consultation !== null) return null;
  const to = call.ports.extensions.find(dialled, call.record.did);
  return to !== null && mayBeSentTo(call, agent.agentId, to) ? to : null;
}

function mayBeSentTo({ ports }: Call, by: AgentId, to: TransferTarget): boolean {
  if (to.kind === 'number') return !('refused' in ports.outbound.lineTo(to.number));
  if (to.kind === 'queue') return ports.line.isStaffed(to.queueId);
  return to.agentId !== by && ports.line.isAtWork(to.agentId);
}
