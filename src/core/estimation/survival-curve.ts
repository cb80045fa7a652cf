import { AGES } from './ages.js';

/** The inverse is read at this many points for each unit of accumulated hazard, and in between along straight lines. */
const POINTS_PER_UNIT = 32;
/** One of three million lasts longer than this much accumulated hazard. */
const UNITS = 15;

/**
 * A law of durations, as a hazard that is constant between two ages. What is left of a duration is where the accumulated hazard has grown by a
 * lot drawn from the exponential law of mean 1.
 */
export class SurvivalCurve {
  /** Hazard accumulated when each age is reached. */
  private readonly accumulated: Float64Array;
  /** The age at which each point of accumulated hazard is reached; Infinity where it never is. */
  private readonly inverse = new Float64Array(POINTS_PER_UNIT * UNITS + 1);
  readonly fresh: Remainder;
  private meanSeconds: number | null = null;
  private withoutMemory: SurvivalCurve | null = null;

  /** `hazards`: ends per second from each age to the next. */
  constructor(private readonly hazards: readonly number[]) {
    this.accumulated = new Float64Array(hazards.length);
    let sum = 0;
    for (const [step, hazard] of hazards.entries()) {
      this.accumulated[step] = sum;
      sum += hazard * ((AGES[step + 1] ?? 0) - (AGES[step] ?? 0));
    }
    let step = 0;
    for (let point = 0; point < this.inverse.length; point += 1) {
      const risk = point / POINTS_PER_UNIT;
      while (step + 1 < hazards.length && (this.accumulated[step + 1] ?? 0) <= risk) step += 1;
      const hazard = this.hazardAt(step);
      this.inverse[point] = hazard === 0 ? Infinity : (AGES[step] ?? 0) + (risk - (this.accumulated[step] ?? 0)) / hazard;
    }
    this.fresh = new Remainder(this, 0, 0);
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
    return mean;
  }

  /** The same law at another pace, so that its mean becomes this one, as nearly as steps allow. */
  paced(meanSeconds: number): SurvivalCurve {
    const pace = this.mean / meanSeconds;
    return Number.isFinite(pace) && pace > 0 ? new SurvivalCurve(this.hazards.map((hazard) => hazard * pace)) : this;
  }

  hazardAt(step: number): number {
    return this.hazards[step] ?? 0;
  }

  /** What is left of a duration that has lasted so many seconds. */
  after(elapsed: number): Remainder {
    return elapsed > 0 ? new Remainder(this, elapsed, this.riskUntil(elapsed)) : this.fresh;
  }

  /** Hazard accumulated by then: minus the logarithm of the share that lasts longer. */
  riskUntil(seconds: number): number {
    let step = 0;
    while ((AGES[step + 1] ?? Infinity) <= seconds) step += 1;
    return (this.accumulated[step] ?? 0) + this.hazardAt(step) * (seconds - (AGES[step] ?? 0));
  }

  /** The age at which so much hazard has accumulated; Infinity for never. */
  ageAt(risk: number): number {
    const place = risk * POINTS_PER_UNIT;
    const point = Math.floor(place);
    if (point + 1 >= this.inverse.length) return this.beyond(risk);
    const from = this.inverse[point] ?? 0;
    const to = this.inverse[point + 1] ?? 0;
    return to === Infinity ? Infinity : from + (to - from) * (place - point);
  }

  /** Past everything ever seen the last hazard goes on. */
  private beyond(risk: number): number {
    const last = this.hazards.length - 1;
    const hazard = this.hazardAt(last);
    const excess = risk - (this.accumulated[last] ?? 0);
    return hazard === 0 ? Infinity : Math.max(this.inverse.at(-1) ?? 0, (AGES[last] ?? 0) + excess / hazard);
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
