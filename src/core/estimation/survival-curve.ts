import { AGES, widthOf } from './ages.js';

/** The inverse is kept at this many points for each unit of accumulated hazard, and read in between along straight lines. */
const POINTS_PER_UNIT = 32;
/** One of three million lasts longer than this much accumulated hazard. */
const UNITS = 15;

/** Most laws are only stretched into others, and never asked. */
const UNDRAWN = new Float64Array(0);

/** Between points of which one is more than so many times the age of the other the law jumps. */
const FARTHEST = 1.5;

/**
 * A law of durations, as a hazard that is constant between two ages. What is left of a duration is where the accumulated hazard has grown by a
 * lot drawn from the exponential law of mean 1.
 */
export class SurvivalCurve {
  /** Hazard accumulated when each age is reached. */
  private readonly accumulated: Float64Array;
  /** The straight line from each point of accumulated hazard to the next: the age where it begins, and how far it goes. */
  private begins = UNDRAWN;
  private widths = UNDRAWN;
  readonly fresh: Remainder;
  private meanSeconds: number | null = null;
  private withoutMemory: SurvivalCurve | null = null;

  /** `hazards`: ends per second from each age to the next, in a law of which this one is as many times longer as `stretch` says. */
  constructor(
    private readonly hazards: readonly number[],
    private readonly stretch = 1,
  ) {
    this.accumulated = new Float64Array(hazards.length);
    let sum = 0;
    for (const [step, hazard] of hazards.entries()) {
      this.accumulated[step] = sum;
      sum += hazard * ((AGES[step + 1] ?? 0) - (AGES[step] ?? 0));
    }
    this.fresh = new Remainder(this, 0, 0);
  }

  /**
   * Where the law jumps, as what always lasts two minutes does at its first point, the line is drawn back from its end: next to nobody ends in between,
   * and a line across would have one in thirty end there.
   */
  private drawLines(): void {
    this.begins = new Float64Array(POINTS_PER_UNIT * UNITS);
    this.widths = new Float64Array(POINTS_PER_UNIT * UNITS);
    let step = 0;
    let to = this.ageIn(0, 0);
    for (let point = 0; point < this.begins.length; point += 1) {
      const from = to;
      const risk = (point + 1) / POINTS_PER_UNIT;
      step = this.stepAt(risk, step);
      to = this.ageIn(step, risk);
      const begin = to > from * FARTHEST ? Math.max(from, to - this.stretch / (this.hazardAt(step) * POINTS_PER_UNIT)) : from;
      this.begins[point] = to === Infinity ? Infinity : begin;
      this.widths[point] = to === Infinity ? 0 : to - begin;
    }
  }

  /** The law of the same mean that has no memory; this one, when it has none. */
  get memoryless(): SurvivalCurve {
    this.withoutMemory ??= this.hazards.every((hazard) => hazard === this.hazards[0])
      ? this
      : new SurvivalCurve(AGES.map(() => 1 / this.mean));
    return this.withoutMemory;
  }

  /** Seconds; Infinity when some never end. */
  get mean(): number {
    this.meanSeconds ??= this.integral();
    return this.meanSeconds;
  }

  private integral(): number {
    let mean = 0;
    for (const [step, hazard] of this.hazards.entries()) {
      const alive = Math.exp(-(this.accumulated[step] ?? 0));
      const width = (AGES[step + 1] ?? Infinity) - (AGES[step] ?? 0);
      mean += hazard === 0 ? alive * width : (alive * -Math.expm1(-hazard * width)) / hazard;
    }
    return mean * this.stretch;
  }

  /**
   * The same law, every duration longer or shorter by the same factor, so that its mean becomes this one. More or less hazard would not do:
   * what always lasts as long has all its hazard in one step, and comes out at the beginning of that step however much it is.
   */
  paced(meanSeconds: number): SurvivalCurve {
    const factor = meanSeconds / this.mean;
    return Number.isFinite(factor) && factor > 0 ? new SurvivalCurve(this.hazards, this.stretch * factor) : this;
  }

  /** Before it was stretched: laws that lean on each other are compared step by step. */
  hazardAt(step: number): number {
    return this.hazards[step] ?? 0;
  }

  /** What is left of a duration that has lasted so many seconds. */
  after(elapsed: number): Remainder {
    return elapsed > 0 ? new Remainder(this, elapsed, this.riskUntil(elapsed)) : this.fresh;
  }

  /** Hazard accumulated by then: minus the logarithm of the share that lasts longer. */
  riskUntil(seconds: number): number {
    const age = seconds / this.stretch;
    let step = 0;
    while ((AGES[step + 1] ?? Infinity) <= age) step += 1;
    return (this.accumulated[step] ?? 0) + this.hazardAt(step) * (age - (AGES[step] ?? 0));
  }

  /** The risk outlived, on average, by those who end in this step. Before stretching. */
  riskOfEnding(step: number): number {
    const here = this.hazardAt(step) * widthOf(step);
    // Where nobody was to end, or everybody who got there, the quotient has no value and its limit counts.
    const within = here > 0 ? (here < 700 ? 1 - here / Math.expm1(here) : 1) : 0;
    return (this.accumulated[step] ?? 0) + within;
  }

  /** The age at which so much hazard has accumulated; Infinity for never. Past everything ever seen the last hazard goes on. */
  ageAt(risk: number): number {
    const place = risk * POINTS_PER_UNIT;
    const point = Math.floor(place);
    if (point >= this.begins.length) {
      if (point >= POINTS_PER_UNIT * UNITS) return this.ageIn(this.stepAt(risk, 0), risk);
      this.drawLines();
    }
    return (this.begins[point] ?? 0) + (this.widths[point] ?? 0) * (place - point);
  }

  private ageIn(step: number, risk: number): number {
    const hazard = this.hazardAt(step);
    return hazard === 0 ? Infinity : ((AGES[step] ?? 0) + (risk - (this.accumulated[step] ?? 0)) / hazard) * this.stretch;
  }

  /** The step in which so much hazard is reached, looked for from this one on. */
  private stepAt(risk: number, from: number): number {
    let step = from;
    while (step + 1 < this.accumulated.length && (this.accumulated[step + 1] ?? 0) <= risk) step += 1;
    return step;
  }
}

/** What is left of a duration that has reached a known age. */
export class Remainder {
  constructor(
    private readonly curve: SurvivalCurve,
    private readonly elapsed: number,
    private readonly risk: number,
  ) {}

  /** Seconds, for a lot drawn from the exponential law of mean 1. */
  seconds(lot: number): number {
    return Math.max(0, this.curve.ageAt(this.risk + lot) - this.elapsed);
  }
}

/** What never ends. */
export const NEVER: Remainder = new SurvivalCurve(AGES.map(() => 0)).fresh;
