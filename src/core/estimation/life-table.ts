import { AGES, stepOf, widthOf } from './ages.js';
import { SurvivalCurve } from './survival-curve.js';

/** A new outcome counts for this share, so that about eight hundred recent ones make the table: a day or two of a busy campaign. */
const FORGETTING = 1 / 400;

/** How many outcomes the table one level up is worth: a handful, until a campaign has its own. */
const LENT_OUTCOMES = 8;

export interface SavedLifeTable {
  readonly ended: readonly number[];
  readonly spared: readonly number[];
  readonly seconds: number;
}

/**
 * How long something lasts, learned from what lasted: conversations, the work after them, callers' patience. An actuary's life table
 * (Cutler & Ederer 1958) with forgetting: for each age, how many ended there and how many were lost from sight there, such as callers whose
 * patience was not tried to the end because an agent came. Any law fits, exponential, lognormal or with a hump, and it takes the same
 * memory after ten outcomes as after ten million.
 */
export class LifeTable {
  private readonly ended: number[];
  private readonly spared: number[];
  private seconds: number;
  private drawn: { readonly parent: SurvivalCurve | null; readonly curve: SurvivalCurve } | null = null;

  constructor(saved?: SavedLifeTable) {
    this.ended = AGES.map((_, step) => saved?.ended[step] ?? 0);
    this.spared = AGES.map((_, step) => saved?.spared[step] ?? 0);
    this.seconds = saved?.seconds ?? 0;
  }

  /** `outcome` says whether it ended at that age, or was lost from sight. */
  learn(seconds: number, outcome: 'ended' | 'spared'): void {
    const counts = outcome === 'ended' ? this.ended : this.spared;
    for (const each of [this.ended, this.spared]) for (const [step, count] of each.entries()) each[step] = count * (1 - FORGETTING);
    const step = stepOf(seconds);
    counts[step] = (counts[step] ?? 0) + 1;
    this.seconds = this.seconds * (1 - FORGETTING) + seconds;
    this.drawn = null;
  }

  /** How many ended, less what was forgotten. */
  get evidence(): number {
    return this.ended.reduce((sum, count) => sum + count, 0);
  }

  /** The law these outcomes follow. Where they are few it leans on `parent`; without one, on the exponential law of the same mean. */
  curve(parent: SurvivalCurve | null): SurvivalCurve {
    if (this.drawn?.parent !== parent) this.drawn = { parent, curve: this.draw(parent) };
    return this.drawn.curve;
  }

  private draw(parent: SurvivalCurve | null): SurvivalCurve {
    const rate = this.seconds > 0 ? this.evidence / this.seconds : 0;
    const hazards = AGES.map(() => 0);
    let reached = 0;
    for (let step = AGES.length - 1; step >= 0; step -= 1) {
      const ended = this.ended[step] ?? 0;
      const spared = this.spared[step] ?? 0;
      reached += ended + spared;
      const lent = parent?.hazardAt(step) ?? rate;
      const width = widthOf(step);
      if (width === Infinity) {
        hazards[step] = lent;
        continue;
      }
      // Whoever was lost from sight within the step was seen for half of it: the actuary's convention.
      const share = (ended + LENT_OUTCOMES * -Math.expm1(-lent * width)) / (reached - spared / 2 + LENT_OUTCOMES);
      hazards[step] = -Math.log1p(-Math.min(share, 0.9999)) / width;
    }
    return new SurvivalCurve(hazards);
  }

  save(): SavedLifeTable {
    return { ended: [...this.ended], spared: [...this.spared], seconds: this.seconds };
  }
}
