/**
 * Every event goes through here, one at a time, in the order posted: a hang-up and an answer of the same millisecond have one winner.
 * What is posted while an event is being worked on waits its turn, so no decision ever sees a half-made one.
 */
export class Inbox {
  private readonly pending: (() => void)[] = [];
  private working = false;

  post(work: () => void): void {
    this.pending.push(work);
    if (this.working) return;
    this.working = true;
    try {
      for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) next();
    } finally {
      this.working = false;
    }
  }
}
