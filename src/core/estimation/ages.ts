const STEPS_PER_DOUBLING = 4;

/** The ages, in seconds, between which a duration's hazard is held constant: 0, 1, then four to the doubling, up to four and a half hours. */
export const AGES: readonly number[] = [0, ...Array.from({ length: 57 }, (_, step) => 2 ** (step / STEPS_PER_DOUBLING))];

/** The step of the table in which this many seconds fall. */
export function stepOf(seconds: number): number {
  if (seconds < 1) return 0;
  // A hair is added because the logarithm of an exact age may come out just below its step.
  return Math.min(AGES.length - 1, 1 + Math.floor(STEPS_PER_DOUBLING * Math.log2(seconds) + 1e-9));
}

/** How many seconds the step is wide; the last has no end. */
export function widthOf(step: number): number {
  return (AGES[step + 1] ?? Infinity) - (AGES[step] ?? 0);
}
