/** Rows of lots kept; the row of one role in the play is drawn from these in turn. */
const ROWS = 1021;

/**
 * Lots of the exponential law of mean 1, the same in every run. Row by row, the plays draw from equal slices of the law, each slice once, in a
 * shuffled order (Latin hypercube sampling: McKay, Beckman & Conover 1979): sixteen plays then say as much about a mean as hundreds of
 * independent ones, and chance is not asked for anything.
 */
export class Lots {
  private readonly lots: Float64Array;

  constructor(readonly plays: number) {
    this.lots = new Float64Array(ROWS * plays);
    const shuffle = Array.from({ length: plays }, (_, play) => play);
    let seed = 0x2545f491;
    const next = (): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 4294967296;
    };
    for (let row = 0; row < ROWS; row += 1) {
      for (let last = plays - 1; last > 0; last -= 1) {
        const other = Math.floor(next() * (last + 1));
        const moved = shuffle[last] ?? 0;
        shuffle[last] = shuffle[other] ?? 0;
        shuffle[other] = moved;
      }
      const drawn = shuffle.map((slice) => -Math.log1p(-(slice + next()) / plays));
      // Each row has the law's mean exactly: what is drawn first would else be a little too long in every estimate.
      const sum = drawn.reduce((total, lot) => total + lot, 0);
      this.lots.set(
        drawn.map((lot) => (lot * plays) / sum),
        row * plays,
      );
    }
  }

  /** What this play draws for the role of that number. */
  draw(role: number, play: number): number {
    return this.lots[(role % ROWS) * this.plays + play] ?? 0;
  }
}
