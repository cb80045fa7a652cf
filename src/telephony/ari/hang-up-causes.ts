import type { LegEnd } from '../../core/ports/telephony.js';

/** Q.850 causes, as Asterisk derives them from SIP answers, of a leg that we dialled and that was never answered. */
const BEFORE_ANSWER: Readonly<Record<number, LegEnd>> = {
  16: 'cancelled',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  21: 'refused',
  23: 'refused',
  26: 'cancelled',
};

/** Not assigned, no route, out of order, no such channel: nobody was there to refuse. */
const UNREACHABLE = new Set([1, 2, 3, 20, 22, 27, 28, 34, 38, 41, 42, 44, 66]);

/** SIP statuses whose Q.850 cause says no more than that there was one; a Reason header, which makes a cause precise, counts more. */
const BY_SIP_STATUS: Readonly<Record<number, LegEnd>> = {
  408: 'no-answer',
  480: 'no-answer',
  487: 'no-answer',
  607: 'refused',
  608: 'refused',
};

/**
 * Why a leg ended. Once it was answered, and for whoever called us, somebody hung up. `cancelled`: we hung up a leg that we
 * were dialling. `forwarded`: the phone named another to be called instead, which is for whoever pays for that call to decide.
 */
export function legEnd(
  leg: { readonly dialledByUs: boolean; readonly answered: boolean; readonly cancelled: boolean; readonly forwarded: boolean },
  cause: number,
  sipStatus?: number,
): LegEnd {
  if (!leg.dialledByUs || leg.answered) return 'hung-up';
  if (leg.cancelled) return 'cancelled';
  if (leg.forwarded) return 'refused';
  return BEFORE_ANSWER[cause] ?? (UNREACHABLE.has(cause) ? 'unreachable' : (BY_SIP_STATUS[sipStatus ?? 0] ?? 'failed'));
}
