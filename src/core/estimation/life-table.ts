import { AGES, stepOf, widthOf } from './ages.js';
import { Drift, type SavedDrift } from './drift.js';
import { Pace, type SavedSpell } from './pace.js';
import { riskySteps, type RiskyStep } from './risky-steps.js';
import { SurvivalCurve } from './survival-curve.js';

/** A new outcome counts for this share: the old fade for the shape of the law only, a change of pace is noticed by itself. */
const FORGETTING = 1 / 20_000;

/** What is left of a table when the world has changed: enough to say something, little enough to be overruled soon. */
const KEPT_AFTER_CHANGE = 15;

/** A law is never trusted beyond so many outcomes of one's own, however well it fits, nor less than so few. */
const LENT_OUTCOMES = { least: 8, most: 1e6 };

/** Beyond this the weights are brought back to 1, long before figures get coarse. */
const HEAVIEST = 1e6;

/** Until so many have ended, those under way are counted afresh whenever somebody asks. */
const YOUNG = 100;

/**
 * The first to end are the short ones: a mean of those alone is too short by one part in as many as ended for each under way. So for each under
 * way so many ends are awaited before those under way do not matter any more.
 */
const ENDS_PER_UNDER_WAY = 50;

/** Where everybody has ended so often, as many short ones end as long ones, and whether they have become longer or shorter can be judged. */
const ROUNDS_BEFORE_PACE = 6;
const ENDS_BEFORE_PACE = 60;

/**
 * Of what the correction for those under way would be, so much is made: callers wait, and ask, most where conversations have by chance been long, so
 * that a mean without fault is too long for most who are told.
 */
const UNDER_WAY_BELIEVED = 2 / 3;

/** Another law's mean is worth so many outcomes, where they scatter as in the exponential law. */
const MEAN_LENT = 8;

/** Ends added to those seen where durations scatter as in the exponential law. */
const ENDS_ADDED = { least: 1, most: 3 };

/** The scatter is taken for that of the exponential law until it is known, with the weight of so many outcomes; more than this is not believed. */
const SCATTER_GUESSED = 5;
const MOST_SCATTER = 2;

const MIDDLES = AGES.map((age, step) => (age + (AGES[step + 1] ?? age)) / 2);

export interface SavedLifeTable {
  readonly ended: readonly number[];
  readonly spared: readonly number[];
  readonly seconds: number;
  readonly drift: SavedDrift;
  /** Absent from what was saved before it was kept. */
  readonly pace?: readonly SavedSpell[];
  readonly changed?: boolean;
}

interface Drawn {
  readonly parent: SurvivalCurve | null;
  readonly outcomes: number;
  readonly curve: SurvivalCurve;
}

/**
 * How long something lasts, learned from what lasted: conversations, the work after them, callers' patience. An actuary's life table
 * (Cutler & Ederer 1958): for each age, how many ended there and how many were lost from sight there, such as callers whose patience
 * was not tried to the end because an agent came. Any law fits, exponential, lognormal or with a hump, and it takes the same memory after
 * ten outcomes as after ten million. Old outcomes fade slowly while the world stays as it is, and at once when it has changed.
 */
export class LifeTable {
  private readonly ended: number[];
  private readonly spared: number[];
  private seconds: number;
  private endedInAll: number;
  private sparedInAll: number;
  private readonly drift: Drift;
  private pace: Pace;
  /** Since then what was under way at the beginning is of no account. */
  private changed: boolean;
  private mostUnderWay = 0;
  private drawn: Drawn | null = null;
  private news = 0;
  /** What one outcome counts for now. */
  private weight = 1;

  constructor(saved?: SavedLifeTable) {
    this.ended = AGES.map((_, step) => saved?.ended[step] ?? 0);
    this.spared = AGES.map((_, step) => saved?.spared[step] ?? 0);
    this.seconds = saved?.seconds ?? 0;
    this.endedInAll = sum(this.ended);
    this.sparedInAll = sum(this.spared);
    this.drift = new Drift(saved?.drift);
    this.pace = new Pace(saved?.pace);
    this.changed = saved?.changed ?? false;
  }

  /** `outcome` says whether it ended at that age, or was lost from sight. */
  learn(seconds: number, outcome: 'ended' | 'spared'): void {
    // To let the new weigh more is to let the old fade, without touching them.
    this.weight /= 1 - FORGETTING;
    const step = stepOf(seconds);
    const counts = outcome === 'ended' ? this.ended : this.spared;
    counts[step] = (counts[step] ?? 0) + this.weight;
    if (outcome === 'ended') this.endedInAll += this.weight;
    else this.sparedInAll += this.weight;
    this.seconds += this.weight * seconds;
    this.news += 1;
    if (this.weight > HEAVIEST) this.reweigh(1);
    // What is known of a law is how many end in each step, so where in the step tells nothing of change.
    const risk = this.drawn?.curve.riskOfEnding(step);
    if (risk === undefined) return;
    if (outcome === 'spared') this.drift.spare(risk);
    else if (this.drift.isChange(risk)) this.beginAnew();
    else if (this.evidence > Math.max(ENDS_BEFORE_PACE, ROUNDS_BEFORE_PACE * this.mostUnderWay)) this.pace.learn(seconds, risk);
  }

  private beginAnew(): void {
    this.reweigh(Math.min(1, KEPT_AFTER_CHANGE / this.evidence));
    this.drawn = null;
    this.pace = new Pace();
    this.changed = true;
  }

  /** Keeps this share of what was learned, and counts in whole outcomes again. */
  private reweigh(share: number): void {
    const factor = share / this.weight;
    for (const counts of [this.ended, this.spared]) for (const [step, count] of counts.entries()) counts[step] = count * factor;
    this.seconds *= factor;
    this.endedInAll *= factor;
    this.sparedInAll *= factor;
    this.weight = 1;
  }

  /** How many ended, less what was forgotten. */
  get evidence(): number {
    return this.endedInAll / this.weight;
  }

  /**
   * The law these outcomes follow. Where they are few it leans on `parent`; without one, on the exponential law of the same mean. `underWay`:
   * how long those have lasted that have not ended yet. Drawn anew when one outcome in a hundred is new.
   */
  curve(parent: SurvivalCurve | null, underWay: readonly number[]): SurvivalCurve {
    const evidence = this.evidence;
    this.mostUnderWay = Math.max(this.mostUnderWay, underWay.length);
    const { drawn } = this;
    if (drawn?.parent === parent && this.news < drawn.outcomes / 100) return drawn.curve;
    const unfinished = evidence < (this.changed ? YOUNG : Math.max(YOUNG, ENDS_PER_UNDER_WAY * underWay.length)) ? underWay : [];
    const curve = this.draw(parent, unfinished);
    // While they weigh much, what is under way now is not kept for the next who asks.
    const outcomes = unfinished.length > 0 && evidence < YOUNG ? 0 : evidence + this.sparedInAll / this.weight;
    this.drawn = { parent, outcomes, curve };
    this.news = 0;
    return curve;
  }

  private draw(parent: SurvivalCurve | null, underWay: readonly number[]): SurvivalCurve {
    const rate = this.rate(sum(underWay));
    const ended = this.ended.map((count) => count / this.weight);
    const spared = this.spared.map((count) => count / this.weight);
    for (const seconds of underWay) spared[stepOf(seconds)] = (spared[stepOf(seconds)] ?? 0) + 1;
    const steps = riskySteps(ended, spared, (step) => parent?.hazardAt(step) ?? rate);
    const trust = trustIn(steps);
    if (trust === LENT_OUTCOMES.most) return this.paced(parent ?? new SurvivalCurve(AGES.map(() => rate)), rate, parent);
    const hazards: number[] = [];
    for (const [step, { ended, reached, hazard }] of steps.entries()) {
      const width = widthOf(step);
      // A law that is contradicted is no guide to ages that hardly anybody reached; the ages just before are.
      const lent = parent === null ? (hazards.at(-1) ?? hazard) : hazard;
      const share = (ended - trust * Math.expm1(-lent * width)) / (reached + trust);
      hazards.push(width === Infinity ? lent : -Math.log1p(-Math.min(share, 0.9999)) / width);
    }
    return this.paced(new SurvivalCurve(hazards), rate, parent);
  }

  /** The law at the pace of now. Where nobody was lost from sight the mean is known better than by steps; young, it leans on the parent's. */
  private paced(curve: SurvivalCurve, rate: number, parent: SurvivalCurve | null): SurvivalCurve {
    if (this.sparedInAll > 0 || rate === 0) return curve;
    const mean = this.pace.ratioTo(this.seconds / this.endedInAll) / rate;
    if (parent === null) return curve.paced(mean);
    const lent = MEAN_LENT * this.scatter();
    // By factors, not seconds: ten seconds may lean on ten minutes and hardly show it.
    return curve.paced(mean * (parent.mean / mean) ** (lent / (this.evidence + lent)));
  }

  /**
   * Ends per second of what was seen. So many ends are added as make the mean least wrong, not right on average: callers wait, and ask, most
   * where conversations have by chance been long, so the young mean is oftener too long than too short for those who are told.
   */
  private rate(secondsUnderWay: number): number {
    const { evidence } = this;
    if (evidence === 0) return 0;
    const scatter = this.scatter();
    const added = Math.min(ENDS_ADDED.most, ENDS_ADDED.least + evidence / 10) * scatter;
    // By renewal theory those under way have lasted (1 + scatter) / 2 means, and those that ended lack one mean times the scatter for each.
    const lacking = UNDER_WAY_BELIEVED * ((2 * scatter) / (1 + scatter)) * secondsUnderWay;
    return (evidence + added) / Math.max(1, this.seconds / this.weight + lacking);
  }

  /** The squared coefficient of variation; what always lasts as long leaves nothing to chance. It is 1 where it cannot be known. */
  private scatter(): number {
    if (this.sparedInAll > 0) return 1;
    let first = 0;
    let second = 0;
    for (const [step, count] of this.ended.entries()) {
      const middle = MIDDLES[step] ?? 0;
      first += count * middle;
      second += count * middle ** 2;
    }
    const seen = (second * this.endedInAll) / first ** 2 - 1;
    return Math.min(MOST_SCATTER, (seen * this.evidence + SCATTER_GUESSED) / (this.evidence + SCATTER_GUESSED));
  }

  save(): SavedLifeTable {
    this.reweigh(1);
    return {
      ended: [...this.ended],
      spared: [...this.spared],
      seconds: this.seconds,
      drift: this.drift.save(),
      pace: this.pace.save(),
      changed: this.changed,
    };
  }
}

/**
 * How many outcomes the law that is leaned on is worth: many when the outcomes scatter around it no more than chance would have them (chi
 * squared), few when they contradict it. Empirical Bayes by the method of moments: with a prior worth k outcomes the expected
 * chi squared of B steps is B + (sum of outcomes at risk) / k.
 */
function trustIn(steps: readonly RiskyStep[]): number {
  let scatter = 0;
  let counted = 0;
  let atRisk = 0;
  for (const { ended, reached, expected } of steps) {
    const foreseen = reached * expected;
    if (foreseen < 2 || expected >= 1) continue;
    scatter += (ended - foreseen) ** 2 / (foreseen * (1 - expected));
    counted += 1;
    atRisk += reached;
  }
  const excess = scatter - counted - 3 * Math.sqrt(2 * counted);
  return excess <= 0 ? LENT_OUTCOMES.most : Math.max(LENT_OUTCOMES.least, atRisk / excess);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
