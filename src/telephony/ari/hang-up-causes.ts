import type { LegEnd } from '../../core/ports/telephony.js';

/** Q.850 causes, as Asterisk derives them from SIP answers, of a leg that we dialled and that was never answered. */
const BEFORE_ANSWER: Readonly<Record<number, LegEnd>> = {
  16: 'cancelled',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  21: 'refused',
  26: 'cancelled',
  127: 'cancelled',
};

/** Not assigned, no route, out of order, no such channel: nobody was there to refuse. */
const UNREACHABLE = new Set([1, 2, 3, 20, 22, 27, 28, 34, 38, 41, 42, 44, 66]);

/**
 * Why a leg ended. Once it was answered, and for whoever called us, somebody hung up. `cancelled`: we hung up a leg that we
 * were dialling.
 */
export function legEnd(
  leg: { readonly dialledByUs: boolean; readonly answered: boolean; readonly cancelled: boolean },
  cause: number,
): LegEnd {
  if (!leg.dialledByUs || leg.answered) return 'hung-up';
  if (leg.cancelled) return 'cancelled';
  return BEFORE_ANSWER[cause] ?? (UNREACHABLE.has(cause) ? 'unreachable' : 'failed');
}
