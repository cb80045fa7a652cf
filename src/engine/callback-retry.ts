import type { AttemptFailure, CallbackRecord } from '../core/callbacks/callback-record.js';
import { seconds, type Instant } from '../core/kernel/time.js';
import type { CallbackPlan } from '../core/plan/callback-plan.js';
import type { OpenCallbacks } from './open-callbacks.js';

/** The attempt that was begun reached nobody: tried again as the campaign says, and no more when that was often or late enough. */
export function attemptFailed(
  book: OpenCallbacks,
  callback: CallbackRecord,
  outcome: AttemptFailure,
  plan: CallbackPlan | undefined,
  now: Instant,
): void {
  const tried = callback.attempts >= (plan?.maxAttempts ?? 0);
  const notBefore = now + seconds(plan?.retryAfterSeconds ?? 0);
  const over = tried || notBefore >= callback.expiresAt;
  const state = over ? 'expired' : 'waiting';
  const next = book.step(callback, { state, agentId: null, ...(over ? {} : { notBefore }) }, { type: 'callback-attempted', outcome });
  if (over) book.tell(next, { type: 'callback-expired', why: tried ? 'attempts' : 'time' });
}
