/** Of so many outcomes one is the first of a new pace, where the world is calm and where it is restless. */
const CHANGES = { calm: 1 / 20_000, restless: 1 / 300 };

/** How likely the restless world is before anything is known; and neither world is ever less likely than so. */
const RESTLESS = { first: 0.02, least: 0.001 };

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
  /** How likely it is that the present pace began with this spell, and that the world is calm, or restless: all together 1. */
  calm: number;
  restless: number;
  ended: number;
  seconds: number;
  /** Outlived under the law of all outcomes. */
  risk: number;
}

export type SavedSpell = Readonly<Spell>;

/**
 * Whether durations are longer or shorter now than they always were, and by how much: Bayesian online changepoint detection (Adams & MacKay
 * 2007). Each spell supposes that the present pace began with its first outcome, and becomes more or less likely by how well it foretold the
 * next: so a small change is believed after many outcomes, a great one after few, and chance hardly ever. How often the
 * pace changes is learned with it: once it has, the next change is believed sooner. What is judged is the risk outlived
 * under the law of all outcomes: whatever the law, that is exponential with mean 1 as long as it holds.
 */
export class Pace {
  /** From the oldest, which supposes that nothing ever changed, to the youngest. */
  private readonly spells: Spell[];

  constructor(saved?: readonly SavedSpell[]) {
    this.spells = saved?.map((spell) => ({ ...spell })) ?? [beginning(1 - RESTLESS.first, RESTLESS.first)];
  }

  learn(seconds: number, outlived: number): void {
    const risk = Math.min(outlived, MOST_JUDGED);
    let calm = 0;
    let restless = 0;
    for (const spell of this.spells) {
      // A pace of which so much is known foretells the next by the law of Lomax.
      const ends = spell.ended + LENT;
      const exposure = spell.risk + LENT;
      const foretold = (ends / exposure) * Math.exp(-(ends + 1) * Math.log1p(risk / exposure));
      calm += spell.calm *= foretold;
      restless += spell.restless *= foretold;
      spell.ended += 1;
      spell.seconds += seconds;
      spell.risk += risk;
    }
    const share = Math.min(1 - RESTLESS.least, Math.max(RESTLESS.least, restless / (calm + restless)));
    for (const spell of this.spells) {
      spell.calm *= ((1 - share) * (1 - CHANGES.calm)) / calm;
      spell.restless *= (share * (1 - CHANGES.restless)) / restless;
    }
    this.spells.push(beginning((1 - share) * CHANGES.calm, share * CHANGES.restless));
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
    const [older, younger] = this.spells.slice(place - 1, place + 1);
    if (older === undefined || younger === undefined) return;
    const kept = older.calm + older.restless < younger.calm + younger.restless ? younger : older;
    this.spells.splice(place - 1, 2, { ...kept, calm: older.calm + younger.calm, restless: older.restless + younger.restless });
  }

  /** How many times as long durations are now as `usual`, their mean over all outcomes. */
  ratioTo(usual: number): number {
    let ratio = 0;
    for (const [place, { calm, restless, ended, seconds }] of this.spells.entries())
      ratio += (calm + restless) * (place === 0 ? 1 : (seconds / usual + LENT) / (ended + LENT));
    return ratio;
  }

  save(): readonly SavedSpell[] {
    return this.spells.map((spell) => ({ ...spell }));
  }
}

function beginning(calm: number, restless: number): Spell {
  return { calm, restless, ended: 0, seconds: 0, risk: 0 };
}
