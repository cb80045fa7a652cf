import { Refusal } from '../../core/kernel/refusal.js';
import { hasRole, type Principal } from '../../platform/auth/principal.js';
import type { VoicemailEntity } from './voicemail.entity.js';

/** Refuses whoever has not claimed the message; supervisors act on any. */
export function assertOwn(row: Pick<VoicemailEntity, 'heldBy'>, who: Principal): void {
  if (!hasRole(who, 'supervisor')) assertHeldBy(row, who);
}

/** Refuses everybody but the agent who has claimed the message. */
export function assertHeldBy({ heldBy }: Pick<VoicemailEntity, 'heldBy'>, { agentId }: Principal): void {
  if (heldBy === null || heldBy !== agentId) throw new Refusal('wrong-state', 'voicemail-not-yours', 'You have not claimed it.');
}
