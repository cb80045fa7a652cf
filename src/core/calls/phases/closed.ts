import { openingOf } from '../../plan/campaign-plan.js';
import type { Call } from '../call.js';
import type { Phase } from '../phase.js';

/**
 * A closed campaign tells so; then it hangs up, or does what it does after hours. A mere refusal is unanswered where the welcome would have
 * been early media too: nobody is billed for it.
 */
export async function closed(call: Call): Promise<Phase | null> {
  const { plan } = call;
  const { message, then, rerouteNumber } = plan.closed;
  call.endsAs('closed', 'campaign');
  if (!plan.welcomeBeforeAnswer) await call.answer();
  // A holiday may have words of its own.
  await call.play(openingOf(plan, call.now()).holiday?.message ?? message, 'closed');
  switch (then) {
    case 'reroute':
      return { name: 'rerouting', number: rerouteNumber, talk: null, place: null };
    case 'callback':
      return { name: 'callback', place: null };
    default:
      return null;
  }
}
