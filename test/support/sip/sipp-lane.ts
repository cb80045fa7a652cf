/** What a SIPp process sent, as far as it matters here. */
export interface Sent {
  readonly method: string | undefined;
  readonly status: number | undefined;
  readonly transaction: string;
}

interface Delivery {
  readonly data: Buffer;
  readonly reaction: ((sent: Sent) => boolean) | undefined;
}

/** A reaction that does not come is not waited for any longer: the message may have been one that the scenario ignores. */
const PATIENCE_MS = 400;

/**
 * The way into one call of a SIPp process, one message at a time. SIPp runs a scenario step by step between two looks at the network and
 * throws away a message that comes while the current step is not a reception: a BYE right behind a 200 would be lost while the ACK is
 * about to be sent. So whatever makes the scenario send something holds back the next message until that is sent.
 */
export class SippLane {
  private readonly queue: Delivery[] = [];
  private awaited: ((sent: Sent) => boolean) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly port: number,
    private readonly send: (data: Buffer) => void,
  ) {}

  /** Passes a message on, now or when its turn comes. `reaction` recognises what SIPp sends because of it. */
  deliver(data: Buffer, reaction: ((sent: Sent) => boolean) | undefined): void {
    this.queue.push({ data, reaction });
    this.advance();
  }

  /** SIPp sent something in this call. */
  sent(message: Sent): void {
    if (!this.awaited?.(message)) return;
    this.proceed();
  }

  close(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
  }

  private proceed(): void {
    clearTimeout(this.timer);
    this.awaited = undefined;
    this.advance();
  }

  private advance(): void {
    while (!this.awaited) {
      const next = this.queue.shift();
      if (!next) return;
      this.send(next.data);
      if (!next.reaction) continue;
      this.awaited = next.reaction;
      this.timer = setTimeout(() => this.proceed(), PATIENCE_MS);
    }
  }
}
