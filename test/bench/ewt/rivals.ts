/** What the rivals' formulas look at when a caller enters a queue. */
export interface QueueView {
  /** How many wait before the caller. */
  readonly ahead: number;
  readonly agentFree: boolean;
  readonly agentsSignedIn: number;
  /** How long each of those in the queue has waited already, in the order of the line. */
  readonly elapsed: readonly number[];
}

export const RIVALS = ['appQueue', 'lastFive', 'positionAht', 'les', 'hol'] as const;
export type Rival = (typeof RIVALS)[number];

/** A call that waits no longer. */
export interface Waited {
  /** Larger for who entered later. */
  readonly entered: number;
  readonly seconds: number;
}

/**
 * What other systems announce for one queue. Formulas and where they come from:
 * - `appQueue`: Asterisk's app_queue (recalc_holdtime) keeps whole seconds, `(3·old + new) / 4` rounded down, on answered calls only; until a
 *   first call is over or abandoned, each new one replaces the old. It announces that, whatever the position.
 * - `lastFive`: VICIdial (agi-VDAD_ALL_inbound.agi) takes the last five by entry of the calls that wait no longer, answered or not: their
 *   mean, one second more, rounded down. With those in line who have waited at least that long already, it is the mean of that and of theirs,
 *   worked out alike. Never less than ten seconds, which is what it says before the first call.
 * - `positionAht`: OpenSIPS: position × mean call duration of all time ÷ agents signed in.
 * - `les`: the wait of the last to enter service; `hol`: the wait so far of the head of the line (Ibrahim & Whitt 2009).
 */
export class RivalEstimators {
  private holdTime: number | null = null;
  private abandoned = 0;
  /** At most five, in order of entry. */
  private lastToHaveEntered: Waited[] = [];
  private lastToBeServed: number | null = null;
  private handled = 0;
  private handlingSeconds = 0;

  callAnswered(waited: Waited): void {
    const seconds = Math.floor(waited.seconds);
    this.holdTime = this.handled + this.abandoned === 0 ? seconds : (3 * (this.holdTime ?? 0) + seconds) >> 2;
    this.lastToBeServed = waited.seconds;
    this.log(waited);
  }

  callAbandoned(waited: Waited): void {
    this.abandoned += 1;
    this.log(waited);
  }

  callHandled(seconds: number): void {
    this.handled += 1;
    this.handlingSeconds += seconds;
  }

  private log(waited: Waited): void {
    this.lastToHaveEntered = [...this.lastToHaveEntered, waited].sort((a, b) => a.entered - b.entered).slice(-5);
  }

  /** Seconds; null where the formula has nothing to go by. */
  estimates(view: QueueView): Record<Rival, number | null> {
    return {
      appQueue: this.holdTime,
      lastFive: this.lastFive(view),
      positionAht: this.positionAht(view),
      les: this.lastToBeServed,
      hol: view.elapsed[0] ?? 0,
    };
  }

  private lastFive({ elapsed }: QueueView): number {
    const logged = meanAndOne(this.lastToHaveEntered.map(({ seconds }) => seconds));
    const longer = elapsed.filter((seconds) => Math.floor(seconds) >= logged);
    return Math.max(10, longer.length === 0 ? logged : Math.floor((logged + meanAndOne(longer)) / 2));
  }

  private positionAht({ ahead, agentFree, agentsSignedIn }: QueueView): number | null {
    if (agentFree) return 0;
    return this.handled === 0 || agentsSignedIn === 0 ? null : ((ahead + 1) * (this.handlingSeconds / this.handled)) / agentsSignedIn;
  }
}

/** VICIdial's mean of whole seconds: one more, rounded down. */
function meanAndOne(seconds: readonly number[]): number {
  return Math.floor(seconds.reduce((sum, each) => sum + Math.floor(each), 0) / Math.max(1, seconds.length) + 1);
}
