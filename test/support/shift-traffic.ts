import type { Lots } from '../simulation/lots.js';

/** A caller as the lots draw them, in ms: when they dial, from the beginning of the shift on, and how long they stay once answered. */
export interface DrawnCaller {
  readonly dialsAfterMs: number;
  readonly staysMs: number;
}

/** A caller who was still alone with the music by then has had enough. */
const IMPATIENT = 0.15;
const IMPATIENCE_MS = 2_500;
/** Everybody else stays for this at the least, and so much longer on average. */
const STAYS_AT_LEAST_MS = 3_000;
const STAYS_LONGER_MS = 9_000;
/** The longest stay: the lots know no limit, a shift does. */
export const LONGEST_STAY_MS = 45_000;

/** Of the callers, those who come all at once in the middle of the shift: more of them than the agents can serve. */
const RUSH = { from: 0.4, to: 0.6, perSecondAndAgent: 0.5 } as const;

/**
 * Callers who come by chance, `callsPerSecond` of them on average without the rush: gaps and stays are exponential, some are
 * impatient, and a fifth of them come in a rush.
 */
export function drawCallers(
  lots: Lots,
  { calls, callsPerSecond, agents }: { readonly calls: number; readonly callsPerSecond: number; readonly agents: number },
): DrawnCaller[] {
  const calmGapMs = 1_000 / callsPerSecond;
  const rushGapMs = Math.min(calmGapMs, 1_000 / (RUSH.perSecondAndAgent * agents));
  let at = 0;
  return Array.from({ length: calls }, (_, index) => {
    const rushes = index >= calls * RUSH.from && index < calls * RUSH.to;
    at += lots.exponential(rushes ? rushGapMs : calmGapMs);
    const staysMs = lots.happens(IMPATIENT) ? lots.exponential(IMPATIENCE_MS) : STAYS_AT_LEAST_MS + lots.exponential(STAYS_LONGER_MS);
    return { dialsAfterMs: at, staysMs: Math.min(staysMs, LONGEST_STAY_MS) };
  });
}
