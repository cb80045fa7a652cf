/** The recent is the last thirty or so, the usual the last thousand. */
const RECENT = 1 / 30;
const USUAL = 1 / 500;

/** Chance alone takes the recent mean out of these bounds about once in a hundred thousand outcomes. */
const LEAST = 0.55;
const MOST = 1.65;

/** One of fifty outlives more than this; one such alone is no sign of change, however far it goes. */
const MOST_JUDGED = 4;

/** So many are seen before the first judgement. */
const SEEN_FIRST = 60;

export interface SavedDrift {
  readonly recent: number;
  readonly usual: number;
  readonly seen: number;
}

/**
 * Tells when durations have become others than they were. A duration is judged by the risk it outlived under the law known so far: whatever
 * the law, that is exponential with mean 1 as long as the law holds, so one pair of bounds fits all.
 */
export class Drift {
  private recent: number;
  private usual: number;
  private seen: number;

  constructor(saved?: SavedDrift) {
    this.recent = saved?.recent ?? 1;
    this.usual = saved?.usual ?? 1;
    this.seen = saved?.seen ?? 0;
  }

  /** True once for one change: the judgement then begins anew. */
  isChange(risk: number): boolean {
    this.seen += 1;
    const judged = Math.min(risk, MOST_JUDGED);
    this.recent += (judged - this.recent) * RECENT;
    this.usual += (judged - this.usual) * USUAL;
    const ratio = this.recent / this.usual;
    if (this.seen < SEEN_FIRST || (ratio >= LEAST && ratio <= MOST)) return false;
    this.recent = 1;
    this.usual = 1;
    this.seen = 0;
    return true;
  }

  save(): SavedDrift {
    return { recent: this.recent, usual: this.usual, seen: this.seen };
  }
}
