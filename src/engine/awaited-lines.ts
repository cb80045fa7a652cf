import type { Clock, Timer } from '../core/ports/clock.js';
import { seconds } from '../core/kernel/time.js';
import type { FloorWriter } from './floor-writer.js';
import type { OutboundLines } from './outbound-lines.js';

/** A limit that was raised is noticed after so long. */
const LOOK_AGAIN = seconds(60);

export interface LineKeeper {
  /** Those that come first, first. */
  readonly inOrder: (callbackIds: Iterable<string>) => readonly string[];
  readonly admit: (callbackId: string) => void;
}

/**
 * Callbacks that could be dialled were there a line of the trunk. As lines come free they are let in again one after the other, the longest
 * waiting first, until every line has somebody: no agent's telephone rings for a customer who cannot be dialled.
 */
export class AwaitedLines {
  private readonly waiting = new Set<string>();
  private timer: Timer | null = null;
  private admitting = false;
  private askedAgain = false;

  constructor(
    private readonly parts: { readonly clock: Clock; readonly outbound: OutboundLines; readonly writer: FloorWriter },
    private readonly keeper: LineKeeper,
  ) {
    parts.outbound.whenFreed(() => {
      this.letIn();
    });
  }

  get count(): number {
    return this.waiting.size;
  }

  add(callbackId: string): void {
    this.waiting.add(callbackId);
    this.timer ??= this.later();
  }

  delete(callbackId: string): void {
    this.waiting.delete(callbackId);
    if (this.waiting.size === 0) this.stop();
  }

  stop(): void {
    this.timer?.stop();
    this.timer = null;
  }

  /** A line may be free. */
  private letIn(): void {
    if (this.admitting) this.askedAgain = true;
    else if (this.waiting.size > 0 && this.parts.outbound.hasRoom) this.begin();
  }

  private begin(): void {
    this.admitting = true;
    this.askedAgain = false;
    const round = this.keeper.inOrder(this.waiting);
    this.parts.writer.inTurn(() => {
      this.step(round, 0);
    });
  }

  private step(round: readonly string[], index: number): void {
    const callbackId = round[index];
    if (callbackId === undefined || !this.parts.outbound.hasRoom) {
      this.admitting = false;
      if (this.askedAgain) this.letIn();
      return;
    }
    if (this.waiting.has(callbackId)) {
      this.delete(callbackId);
      this.keeper.admit(callbackId);
    }
    // When all that follows from this one has been decided.
    this.parts.writer.inTurn(() => {
      this.step(round, index + 1);
    });
  }

  private later(): Timer {
    return this.parts.clock.at(this.parts.clock.now() + LOOK_AGAIN, () => {
      this.timer = this.later();
      this.letIn();
    });
  }
}
