import type { QueueEntry } from '../core/acd/floor-events.js';
import type { Turn, TurnOutcome } from '../core/calls/line.js';
import type { CallId } from '../core/kernel/ids.js';

/** The places that calls hold in the line, and how each learns what became of it. */
export class Turns {
  private readonly open = new Map<CallId, (outcome: TurnOutcome) => void>();

  constructor(private readonly left: (callId: CallId) => void) {}

  take(entry: QueueEntry): Turn {
    let settle: (outcome: TurnOutcome) => void = () => undefined;
    const outcome = new Promise<TurnOutcome>((resolve) => (settle = resolve));
    this.open.set(entry.callId, settle);
    return {
      outcome,
      leave: () => {
        if (this.open.get(entry.callId) !== settle) return;
        this.open.delete(entry.callId);
        this.left(entry.callId);
      },
    };
  }

  /** Answers whether the call was still there to hear it. */
  settle(callId: CallId, outcome: TurnOutcome): boolean {
    const settle = this.open.get(callId);
    this.open.delete(callId);
    settle?.(outcome);
    return settle !== undefined;
  }
}
