import { watchLeg } from '../calls/watched-leg.js';
import type { Attempt, AttemptEnd } from './attempt.js';
import { dialCustomer, untilAnswered } from './dial-customer.js';

const NEVER = new Promise<never>(() => undefined);

/** An agent is reserved and hears nothing yet: the customer is dialled. `stop` when nobody is reserved any more. */
export async function customerFirst(attempt: Attempt): Promise<AttemptEnd> {
  const customer = await dialCustomer(attempt, null);
  return 'kind' in customer ? customer : untilAnswered(attempt, customer, NEVER);
}

/** The same after a restart that found the customer's telephone ringing. */
export async function customerFirstAgain(attempt: Attempt): Promise<AttemptEnd> {
  const customer = watchLeg(attempt.ports.switchboard, attempt.leg);
  attempt.scope.defer(customer.unwatch);
  return untilAnswered(attempt, customer, NEVER);
}
