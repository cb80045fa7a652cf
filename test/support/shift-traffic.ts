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

/**
 * Of the callers, those who come all at once, more of them than the agents can serve: twice, for a program keeps the memory of its busiest minute, and
 * one that takes more in the second rush than in the first is losing some.
 */
const RUSHES = [
  { from: 0.1, to: 0.2 },
  { from: 0.6, to: 0.7 },
] as const;
const RUSH_PER_SECOND_AND_AGENT = 0.5;

/**
 * Callers who come by chance, `callsPerSecond` of them on average without the rushes: gaps and stays are exponential, some are
 * impatient, and a fifth of them come in two rushes.
 */
export function drawCallers(
  lots: Lots,
  { calls, callsPerSecond, agents }: { readonly calls: number; readonly callsPerSecond: number; readonly agents: number },
): DrawnCaller[] {
  const calmGapMs = 1_000 / callsPerSecond;
  const rushGapMs = Math.min(calmGapMs, 1_000 / (RUSH_PER_SECOND_AND_AGENT * agents));
  let at = 0;
  return Array.from({ length: calls }, (_, index) => {
    const rushes = RUSHES.some(({ from, to }) => index >= calls * from && index < calls * to);
    at += lots.exponential(rushes ? rushGapMs : calmGapMs);
    const staysMs = lots.happens(IMPATIENT) ? lots.exponential(IMPATIENCE_MS) : STAYS_AT_LEAST_MS + lots.exponential(STAYS_LONGER_MS);
    return { dialsAfterMs: at, staysMs: Math.min(staysMs, LONGEST_STAY_MS) };
  });
}
