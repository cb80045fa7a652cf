import type { Call } from '../call.js';
import type { Phase } from '../phase.js';

/**
 * What the caller hears first. Before the answer the welcome is early media, so that the caller is not billed for it; a call that the PBX
 * had to answer while we were away hears it all the same.
 */
export async function greeting(call: Call): Promise<Phase> {
  const { plan } = call;
  await call.onLeg(call.ports.telephony.setLanguage(call.leg, plan.language));
  if (!plan.running) return { name: 'closed' };
  call.endsAs('abandoned', 'caller');
  if (plan.welcomeBeforeAnswer) await call.play(plan.welcome, 'welcome');
  await call.answer();
  if (!plan.welcomeBeforeAnswer) await call.play(plan.welcome, 'welcome');
  return { name: 'waiting', queueId: plan.queueId, queuedAt: call.now() };
}
