/** Of so many outcomes one is the first of a new pace. */
const CHANGE = 1 / 30_000;

/** A new pace is taken to be near the old one until it has been seen: as if so many outcomes at the old pace had been. */
const LENT = 10;

/** Spells told apart; of two of much the same length one is kept. */
const SPELLS_KEPT = 14;

/** Spells this short are not told from shorter ones by their length. */
const SHORT = 8;

/** One time of fifty more than this is outlived; one such alone is no sign of change, however far it goes. */
const MOST_JUDGED = 4;

/** The outcomes since one of the past. */
interface Spell {
  /** How likely it is that the present pace began with this spell: all together 1. */
  likelihood: number;
  ended: number;
  seconds: number;
  /** Outlived under the law of all outcomes. */
  risk: number;
}

export type SavedSpell = Readonly<Spell>;

/**
 * Whether durations are longer or shorter now than they always were, and by how much: Bayesian online changepoint detection (Adams & MacKay
 * 2007). Each spell supposes that the present pace began with its first outcome, and becomes more or less likely by how well it foretold the
 * next: so a small change is believed after many outcomes, a great one after few, and chance hardly ever. What is judged is the risk outlived
 * under the law of all outcomes: whatever the law, that is exponential with mean 1 as long as it holds.
 */
export class Pace {
  /** From the oldest, which supposes that nothing ever changed, to the youngest. */
  private readonly spells: Spell[];

  constructor(saved?: readonly SavedSpell[]) {
    this.spells = saved?.map((spell) => ({ ...spell })) ?? [beginning(1)];
  }

  learn(seconds: number, outlived: number): void {
    const risk = Math.min(outlived, MOST_JUDGED);
    let total = 0;
    for (const spell of this.spells) {
      // A pace of which so much is known foretells the next by the law of Lomax.
      const ends = spell.ended + LENT;
      const exposure = spell.risk + LENT;
      spell.likelihood *= (ends / exposure) * Math.exp(-(ends + 1) * Math.log1p(risk / exposure));
      total += spell.likelihood;
      spell.ended += 1;
      spell.seconds += seconds;
      spell.risk += risk;
    }
    for (const spell of this.spells) spell.likelihood *= (1 - CHANGE) / total;
    this.spells.push(beginning(CHANGE));
    if (this.spells.length > SPELLS_KEPT) this.join();
  }

  /** The two most alike in length become one: the likelier, with the likelihood of both. */
  private join(): void {
    let place = 1;
    let least = Infinity;
    for (const [index, younger] of this.spells.entries()) {
      const older = this.spells[index - 1];
      if (index < 2 || older === undefined) continue;
      const ratio = (older.ended + SHORT) / (younger.ended + SHORT);
      if (ratio < least) [least, place] = [ratio, index];
    }
    const pair = this.spells.slice(place - 1, place + 1).sort((a, b) => b.likelihood - a.likelihood);
    const likelihood = pair.reduce((sum, spell) => sum + spell.likelihood, 0);
    this.spells.splice(place - 1, 2, ...pair.slice(0, 1).map((kept) => ({ ...kept, likelihood })));
  }

  /** How many times as long durations are now as `usual`, their mean over all outcomes. */
  ratioTo(usual: number): number {
    let ratio = 0;
    for (const [place, { likelihood, ended, seconds }] of this.spells.entries())
      ratio += likelihood * (place === 0 ? 1 : (seconds / usual + LENT) / (ended + LENT));
    return ratio;
  }

  save(): readonly SavedSpell[] {
    return this.spells.map((spell) => ({ ...spell }));
  }
}

function beginning(likelihood: number): Spell {
  return { likelihood, ended: 0, seconds: 0, risk: 0 };
}
