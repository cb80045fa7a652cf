/** Waits are judged in batches of so many: those of one minute share their luck. */
const BATCH = 100;
/** The batches remembered, and how many say something. */
const BATCHES_KEPT = 16;
const BATCHES_NEEDED = 8;
/** So many standard errors of what was seen are put down to luck. */
const LUCK = 2.5;
/** No run of luck makes an estimate longer than so. */
const MOST = 1.3;

interface Batch {
  calls: number;
  toldSeconds: number;
  waitedSeconds: number;
}

export type SavedShortfall = readonly Readonly<Batch>[];

/**
 * How many times longer callers waited than they were told, as far as luck cannot explain it: 1 in almost every house, more where something goes on that
 * the estimate does not know or has not noticed yet, such as conversations that grow longer week by week. A ratio estimator with the
 * standard error of its batches (Cochran 1977). Never less than 1: where callers give up those who would have waited longest do, so
 * that the others waiting less than told proves nothing.
 */
export class Shortfall {
  private readonly batches: Batch[];
  private ratio: number;

  constructor(saved: SavedShortfall = []) {
    this.batches = saved.map((batch) => ({ ...batch }));
    this.ratio = this.judged();
  }

  get factor(): number {
    return this.ratio;
  }

  /** What a caller who was answered had been told, before any correction, and waited. */
  learn(toldSeconds: number, waitedSeconds: number): void {
    let batch = this.batches.at(-1);
    if (batch === undefined || batch.calls >= BATCH) {
      batch = { calls: 0, toldSeconds: 0, waitedSeconds: 0 };
      this.batches.push(batch);
      if (this.batches.length > BATCHES_KEPT) this.batches.shift();
    }
    batch.calls += 1;
    batch.toldSeconds += toldSeconds;
    batch.waitedSeconds += waitedSeconds;
    if (batch.calls === BATCH) this.ratio = this.judged();
  }

  private judged(): number {
    const whole = this.batches.filter(({ calls }) => calls === BATCH);
    if (whole.length < BATCHES_NEEDED) return 1;
    const told = whole.reduce((sum, { toldSeconds }) => sum + toldSeconds, 0);
    if (told === 0) return 1;
    const ratio = whole.reduce((sum, { waitedSeconds }) => sum + waitedSeconds, 0) / told;
    const scatter = whole.reduce((sum, { toldSeconds, waitedSeconds }) => sum + (waitedSeconds - ratio * toldSeconds) ** 2, 0);
    const luck = (LUCK * Math.sqrt((scatter * whole.length) / (whole.length - 1))) / (ratio * told);
    return Math.min(MOST, Math.max(1, ratio * Math.exp(-luck)));
  }

  save(): SavedShortfall {
    return this.batches.map((batch) => ({ ...batch }));
  }
}
