import { openingOf } from '../../plan/campaign-plan.js';
import type { Call } from '../call.js';
import type { Phase } from '../phase.js';

/**
 * A closed campaign tells so, on a holiday in the holiday's own words; then it hangs up, or does what it does after hours. A mere refusal is
 * unanswered where the welcome would have been early media too: nobody is billed for it.
 */
export async function closed(call: Call): Promise<Phase | null> {
  const { plan } = call;
  const { message, then, rerouteNumber } = plan.closed;
  const { holiday } = openingOf(plan, call.now());
  call.endsAs('closed', 'campaign');
  if (!plan.welcomeBeforeAnswer) await call.answer();
  await call.play(holiday?.message ?? message, 'closed');
  switch (then) {
    case 'reroute':
      return { name: 'rerouting', number: rerouteNumber, talk: null, place: null };
    case 'callback':
      return { name: 'callback', place: null };
    case 'voicemail':
      return { name: 'voicemail', recording: null, place: null };
    case 'hang-up':
      return null;
  }
}
