import type { Call } from '../call.js';

/** The caller is turned away with a message: unanswered when they never entered the line, so that nobody is billed for a refusal. */
export async function overflow(call: Call): Promise<null> {
  call.endsAs('deterred', 'campaign');
  await call.play(call.plan.overflow.deterrent, 'deterrent');
  return null;
}
