import { AGES, stepOf, widthOf } from './ages.js';
import { riskySteps } from './risky-steps.js';
import { SurvivalCurve } from './survival-curve.js';

/** A new stay counts for this share, so that last month's shifts do not weigh for ever. */
const FORGETTING = 1 / 1_000;

/** What is lent counts at each age like so many who came to it. */
const LENT = 1;

const LAST_AGE = AGES.at(-1) ?? 0;

export interface SavedStayTable {
  readonly ended: readonly number[];
  readonly seconds: number;
  readonly secondsBeyond: number;
}

/**
 * How long agents stay somewhere, at work or away: an actuary's life table (Cutler & Ederer 1958) like `LifeTable`, but one that counts on stays that
 * have not ended, and may never: who has gone home is not taken for somebody whose coffee lasts long. It knows no pace: stays are of kinds, such
 * as coffee and lunch, and a mean of them says nothing.
 */
export class StayTable {
  private readonly ended: number[];
  private seconds: number;
  /** Of that, past the last age. */
  private secondsBeyond: number;

  constructor(saved?: SavedStayTable) {
    this.ended = AGES.map((_, step) => saved?.ended[step] ?? 0);
    this.seconds = saved?.seconds ?? 0;
    this.secondsBeyond = saved?.secondsBeyond ?? 0;
  }

  /** A stay that ended after so many seconds. */
  learn(seconds: number): void {
    for (const [step, count] of this.ended.entries()) this.ended[step] = count * (1 - FORGETTING);
    const step = stepOf(seconds);
    this.ended[step] = (this.ended[step] ?? 0) + 1;
    this.seconds = this.seconds * (1 - FORGETTING) + seconds;
    this.secondsBeyond = this.secondsBeyond * (1 - FORGETTING) + beyond(seconds);
  }

  /** How many ended, less what was forgotten. */
  get evidence(): number {
    return this.ended.reduce((sum, count) => sum + count, 0);
  }

  /**
   * The law of stays, those included that have lasted so many seconds until now. Where hardly anybody was, it leans on another law, or on the mean
   * rate.
   */
  curve(underWay: Iterable<number>, lent?: SurvivalCurve): SurvivalCurve {
    const spared = AGES.map(() => 0);
    let { seconds } = this;
    let { secondsBeyond } = this;
    for (const elapsed of underWay) {
      const step = stepOf(elapsed);
      spared[step] = (spared[step] ?? 0) + 1;
      seconds += elapsed;
      secondsBeyond += beyond(elapsed);
    }
    const rate = this.evidence / Math.max(1, seconds);
    const steps = riskySteps(this.ended, spared, (step) => lent?.hazardAt(step) ?? rate);
    return new SurvivalCurve(
      steps.map(({ ended, reached, hazard, expected }, step) =>
        widthOf(step) === Infinity
          ? (ended + LENT * hazard * LAST_AGE) / (secondsBeyond + LENT * LAST_AGE)
          : -Math.log1p(-Math.min((ended + LENT * expected) / (reached + LENT), 0.9999)) / widthOf(step),
      ),
    );
  }

  save(): SavedStayTable {
    return { ended: [...this.ended], seconds: this.seconds, secondsBeyond: this.secondsBeyond };
  }
}

function beyond(seconds: number): number {
  return Math.max(0, seconds - LAST_AGE);
}
