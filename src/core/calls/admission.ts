import type { Call } from './call.js';
import type { Phase, Place } from './phase.js';

/** Where somebody stands, or would, who comes to the campaign's line now. */
export function placeAtTheDoor(call: Call): Place {
  return { queueId: call.plan.queueId, queuedAt: call.now() };
}

/** The line at this place, or the overflow when the wait or the line is longer than the campaign allows. */
export function admission(call: Call, place: Place): Phase {
  const { plan } = call;
  const { campaignId, overflow } = plan;
  const { queueId, priority = plan.priority, requiredSkills = plan.requiredSkills } = place;
  const refusal = call.ports.line.admissionRefusal({ queueId, campaignId, priority, requiredSkills }, { campaignId, ...overflow });
  if (refusal === null) return { name: 'waiting', ...place };
  call.ports.record({ type: 'admission-refused', callId: call.id, queueId, ...refusal });
  return { name: 'overflow', criterion: refusal.criterion, place };
}
