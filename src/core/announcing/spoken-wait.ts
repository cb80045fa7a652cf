/** A wait as it can be said: one recorded sentence each. */
export interface SpokenWait {
  /** Name of the builtin sound. */
  readonly sound: string;
  /** The longest wait that the sentence lets expect; Infinity for "more than an hour". */
  readonly uptoSeconds: number;
}

/** A wait as the estimator gives it: one caller in ten waits less than `low`, one in ten more than `high`. */
export interface WaitRange {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

const MINUTE = 60;
const HOUR = 3600;

/** The minutes that "about N minutes" exists for. */
const ABOUT = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50] as const;

/** The ranges that "between M and N minutes" exists for, the first that fits being the one to say. */
const BETWEEN = [
  [2, 5],
  [5, 10],
  [2, 10],
  [5, 15],
  [10, 20],
  [5, 20],
  [15, 30],
  [10, 30],
  [20, 40],
  [30, 60],
] as const;

/** The figures that "less than N minutes" exists for. */
const LESS_THAN = [5, 10, 15, 20, 30] as const;

/** Where the latest likely end of the wait is more than so many times the earliest. */
const WIDE = 2.5;

/** Of a shorter wait, in seconds, nobody wants to know more than one figure. */
const WORTH_A_RANGE = 3 * MINUTE;

/** One caller in ten lies beyond this many standard deviations of the normal law. */
const ONE_IN_TEN = 1.2816;

/**
 * The wait that the share `caution` of callers does not exceed, in seconds. The cube root of a gamma variable is nearly normal (Wilson &
 * Hilferty 1931), and the estimator's range was drawn by that law, so its two ends give the law back.
 */
export function waitNotExceededBy(caution: number, { low, high }: WaitRange): number {
  const [lower, upper] = [Math.cbrt(Math.max(0, low)), Math.cbrt(Math.max(0, high))];
  const middle = (lower + upper) / 2;
  const deviation = (upper - lower) / (2 * ONE_IN_TEN);
  // To the millisecond: ten minutes are not ten minutes and a little because of a cube root.
  return Math.round(Math.max(0, middle + deviation * normalQuantile(caution)) ** 3 * 1000) / 1000;
}

/**
 * What to say of a wait. The figure is rounded up, so that no more callers than `1 - caution` wait longer than announced. Where the wait may
 * as well be much shorter, one figure would pretend to know: then a range is said whose lower end as few callers stay below, or only
 * the upper end when that lower end is next to nothing.
 */
export function spokenWait(wait: WaitRange, caution: number): SpokenWait {
  const likely = waitNotExceededBy(caution, wait);
  if (likely < MINUTE) return { sound: 'ewt-less-than-a-minute', uptoSeconds: MINUTE };
  if (likely > HOUR) return { sound: 'ewt-more-than-an-hour', uptoSeconds: Infinity };
  const wide = likely > WORTH_A_RANGE && likely > WIDE * waitNotExceededBy(1 - caution, wait);
  return (wide ? range(likely, waitNotExceededBy(1 - caution, wait)) : null) ?? about(likely);
}

function about(likely: number): SpokenWait {
  const minutes = ABOUT.find((figure) => likely <= figure * MINUTE);
  if (minutes === undefined) return { sound: 'ewt-about-an-hour', uptoSeconds: HOUR };
  return { sound: `ewt-about-${String(minutes)}-minutes`, uptoSeconds: minutes * MINUTE };
}

/** Null when no recorded range says it. */
function range(latest: number, earliest: number): SpokenWait | null {
  const ranges = BETWEEN.filter(([from, to]) => latest <= to * MINUTE && from * MINUTE <= earliest);
  const [from, to] = ranges[0] ?? [null, null];
  if (from !== null) return { sound: `ewt-between-${String(from)}-and-${String(to)}-minutes`, uptoSeconds: to * MINUTE };
  const minutes = LESS_THAN.find((figure) => latest <= figure * MINUTE);
  return minutes === undefined ? null : { sound: `ewt-less-than-${String(minutes)}-minutes`, uptoSeconds: minutes * MINUTE };
}

/** The standard normal quantile, to 4.5e-4 (Abramowitz & Stegun 1964, 26.2.23). */
function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(1 - share));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
}
