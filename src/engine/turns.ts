import type { Turn, TurnOutcome } from '../core/calls/line.js';
import type { CallId } from '../core/kernel/ids.js';

type Answered = Extract<TurnOutcome, { readonly kind: 'agent' }>;

/**
 * The places that calls hold in the line, and how each learns what became of it. An agent who answered stays here until the call has taken
 * them over: a call that ends in that very instant must not leave somebody on the phone with nobody.
 */
export class Turns {
  private readonly open = new Map<CallId, (outcome: TurnOutcome) => void>();
  private readonly unclaimed = new Map<CallId, Answered>();

  /** What the floor decided about calls while the PBX was out of reach. */
  private readonly missed = new Map<CallId, TurnOutcome>();

  constructor(private readonly left: (callId: CallId) => void) {}

  take(callId: CallId): Turn {
    let settle: (outcome: TurnOutcome) => void = () => undefined;
    const outcome = new Promise<TurnOutcome>((resolve) => (settle = resolve));
    this.open.set(callId, settle);
    return {
      outcome,
      leave: () => {
        if (this.open.get(callId) !== settle) return false;
        this.open.delete(callId);
        this.left(callId);
        return true;
      },
    };
  }

  /** Answers whether the call was still there to hear it. */
  settle(callId: CallId, outcome: TurnOutcome): boolean {
    const settle = this.open.get(callId);
    this.open.delete(callId);
    if (settle === undefined) {
      if (outcome.kind === 'overflow') this.missed.set(callId, outcome);
      return false;
    }
    if (outcome.kind === 'agent') this.unclaimed.set(callId, outcome);
    settle(outcome);
    return true;
  }

  /** What was decided while nobody could hear it; told once. */
  catchUp(callId: CallId): TurnOutcome | null {
    const outcome = this.missed.get(callId) ?? null;
    this.missed.delete(callId);
    return outcome;
  }

  /** The call has the agent now. */
  claim(callId: CallId): void {
    this.unclaimed.delete(callId);
  }

  /** The agent who answered for this call and was never taken over; null when there is none. */
  disown(callId: CallId): Answered | null {
    const answered = this.unclaimed.get(callId) ?? null;
    this.unclaimed.delete(callId);
    return answered;
  }

  /** The calls stop being led from here, and keep their places: leaving a turn taken so far does nothing any more. */
  freeze(): void {
    this.open.clear();
  }
}
