import type { Call } from '../call.js';

/** A closed campaign tells so and hangs up; unanswered, where the welcome would have been early media too: nobody is billed for a refusal. */
export async function closed(call: Call): Promise<null> {
  const { plan } = call;
  call.endsAs('closed', 'campaign');
  if (!plan.welcomeBeforeAnswer) await call.answer();
  await call.play(plan.closed, 'closed');
  return null;
}
