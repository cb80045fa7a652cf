import { AGES, widthOf } from './ages.js';

/** One step of a life table: who came to that age, and who ended there. */
export interface RiskyStep {
  readonly ended: number;
  /** How many came to that age; whoever was lost from sight within the step was seen for half of it, by the actuary's convention. */
  readonly reached: number;
  /** The hazard by the law that is leaned on, and the share of those who reach the step that it makes end there. */
  readonly hazard: number;
  readonly expected: number;
}

/** Of so many that ended, and were lost from sight, in each step; `hazardAt` is the law that is leaned on, in ends per second. */
export function riskySteps(ended: readonly number[], spared: readonly number[], hazardAt: (step: number) => number): readonly RiskyStep[] {
  const steps: RiskyStep[] = [];
  let reached = 0;
  for (let step = AGES.length - 1; step >= 0; step -= 1) {
    const endedHere = ended[step] ?? 0;
    const sparedHere = spared[step] ?? 0;
    reached += endedHere + sparedHere;
    const hazard = hazardAt(step);
    steps.push({
      ended: endedHere,
      reached: reached - sparedHere / 2,
      hazard,
      expected: hazard === 0 ? 0 : -Math.expm1(-hazard * widthOf(step)),
    });
  }
  return steps.reverse();
}
