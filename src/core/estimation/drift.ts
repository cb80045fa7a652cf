/** The recent is the last thirty or so, the usual the last thousand. */
const RECENT = 1 / 30;
const USUAL = 1 / 500;

/** Chance alone takes the recent mean out of these bounds about once in a hundred thousand outcomes. */
const LEAST = 0.55;
const MOST = 1.65;

/** One time of fifty more than this is outlived; one such alone is no sign of change, however far it goes. */
const MOST_JUDGED = 4;

/** So many are seen before the first judgement. */
const SEEN_FIRST = 60;

export interface SavedDrift {
  readonly recent: number;
  readonly usual: number;
  readonly seen: number;
  /** Absent from what was saved before it was kept. */
  readonly outlived?: number;
}

/**
 * Tells when durations have become others than they were. What is judged is the risk outlived, under the law known so far, from one end to the
 * next, by the one that ended and by those lost from sight in between: whatever the law, and whenever those are lost from sight, that is
 * exponential with mean 1 as long as the law holds, so one pair of bounds fits all. By themselves those who give up would seem hasty
 * wherever most are answered first.
 */
export class Drift {
  private recent: number;
  private usual: number;
  private seen: number;
  /** Since the last end, by those lost from sight. */
  private outlived: number;

  constructor(saved?: SavedDrift) {
    this.recent = saved?.recent ?? 1;
    this.usual = saved?.usual ?? 1;
    this.seen = saved?.seen ?? 0;
    this.outlived = saved?.outlived ?? 0;
  }

  /** One was lost from sight who had outlived this risk. */
  spare(risk: number): void {
    this.outlived += risk;
  }

  /** One ended who had outlived this risk. True once for one change: the judgement then begins anew. */
  isChange(risk: number): boolean {
    this.seen += 1;
    const judged = Math.min(this.outlived + risk, MOST_JUDGED);
    this.outlived = 0;
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
    return { recent: this.recent, usual: this.usual, seen: this.seen, outlived: this.outlived };
  }
}
