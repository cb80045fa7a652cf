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

/**
 * What other systems announce for one queue. Formulas and where they come from:
 * - `appQueue`: Asterisk's app_queue keeps whole seconds, `(3·old + new) / 4` rounded down, from 0, on answered calls only, and announces that.
 * - `lastFive`: VICIdial takes the mean wait of the last five calls logged, averages it with the mean wait so far of the calls above, and
 *   never says less than ten seconds.
 * - `positionAht`: OpenSIPS: position × mean call duration of all time ÷ agents signed in.
 * - `les`: the wait of the last to enter service; `hol`: the wait so far of the head of the line (Ibrahim & Whitt 2009).
 */
export class RivalEstimators {
  private holdTime = 0;
  private answered = 0;
  private readonly lastWaits: number[] = [];
  private lastToEnter: number | null = null;
  private handled = 0;
  private handlingSeconds = 0;

  callAnswered(waitSeconds: number): void {
    this.holdTime = (3 * this.holdTime + Math.floor(waitSeconds)) >> 2;
    this.answered += 1;
    this.lastToEnter = waitSeconds;
    this.log(waitSeconds);
  }

  callAbandoned(waitSeconds: number): void {
    this.log(waitSeconds);
  }

  callHandled(seconds: number): void {
    this.handled += 1;
    this.handlingSeconds += seconds;
  }

  private log(waitSeconds: number): void {
    this.lastWaits.push(waitSeconds);
    if (this.lastWaits.length > 5) this.lastWaits.shift();
  }

  /** Seconds; null where the formula has nothing to go by. */
  estimates(view: QueueView): Record<Rival, number | null> {
    return {
      appQueue: this.answered === 0 ? null : this.holdTime,
      lastFive: this.lastFive(view),
      positionAht: this.positionAht(view),
      les: this.lastToEnter,
      hol: view.elapsed[0] ?? 0,
    };
  }

  private lastFive({ elapsed }: QueueView): number | null {
    if (this.lastWaits.length === 0) return null;
    const logged = mean(this.lastWaits);
    return Math.max(10, elapsed.length === 0 ? logged : (logged + mean(elapsed)) / 2);
  }

  private positionAht({ ahead, agentFree, agentsSignedIn }: QueueView): number | null {
    if (agentFree) return 0;
    return this.handled === 0 || agentsSignedIn === 0 ? null : ((ahead + 1) * (this.handlingSeconds / this.handled)) / agentsSignedIn;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
