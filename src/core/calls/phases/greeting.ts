import { openingOf } from '../../plan/campaign-plan.js';
import type { Call } from '../call.js';
import type { Phase } from '../phase.js';

/**
 * What the caller hears first. Before the answer the welcome is early media, so that the caller is not billed for it; a call that the PBX
 * had to answer while we were away hears it all the same.
 */
export async function greeting(call: Call): Promise<Phase> {
  const { plan } = call;
  // Before anything is asked of the leg: a caller may be gone by the time we hear of them.
  call.endsAs('abandoned', 'caller');
  await call.speakAsCampaign();
  if (!openingOf(plan, call.now()).open) return { name: 'closed' };
  if (plan.welcomeBeforeAnswer) await call.play(plan.welcome, 'welcome');
  // Before the answer: a caller who is turned away is not billed for it.
  const refused = admission(call);
  if (refused.name === 'overflow') return refused;
  await call.answer();
  if (!plan.welcomeBeforeAnswer) await call.play(plan.welcome, 'welcome');
  return { name: 'waiting', queueId: plan.queueId, queuedAt: call.now() };
}

/** The line, or the overflow when the wait or the line is longer than the campaign allows. */
function admission(call: Call): Phase {
  const { plan } = call;
  const { queueId, campaignId, priority, requiredSkills, overflow } = plan;
  const refusal = call.ports.line.admissionRefusal({ queueId, campaignId, priority, requiredSkills }, { campaignId, ...overflow });
  if (refusal === null) return { name: 'waiting', queueId, queuedAt: call.now() };
  call.ports.record({ type: 'admission-refused', callId: call.id, queueId, ...refusal });
  return { name: 'overflow', criterion: refusal.criterion, place: { queueId, queuedAt: call.now() } };
}
