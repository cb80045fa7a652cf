import type { OfferedCaller, Turn, TurnOutcome } from '../core/calls/line.js';
import type { CallId } from '../core/kernel/ids.js';

type Answered = Extract<TurnOutcome, { readonly kind: 'agent' }>;

interface OpenTurn {
  readonly offered: OfferedCaller;
  readonly settle: (outcome: TurnOutcome) => void;
}

/**
 * The places that calls hold in the line, and how each learns what became of it. An agent who answered stays here until the call has taken
 * them over: a call that ends in that very instant must not leave somebody on the phone with nobody.
 */
export class Turns {
  private readonly open = new Map<CallId, OpenTurn>();
  private readonly unclaimed = new Map<CallId, Answered>();

  /** What the floor decided about calls while the PBX was out of reach. */
  private readonly missed = new Map<CallId, TurnOutcome>();

  constructor(private readonly left: (callId: CallId) => void) {}

  take(callId: CallId, offered: OfferedCaller): Turn {
    let settle: (outcome: TurnOutcome) => void = () => undefined;
    const outcome = new Promise<TurnOutcome>((resolve) => (settle = resolve));
    const turn = { offered, settle };
    this.open.set(callId, turn);
    return {
      outcome,
      leave: () => {
        if (this.open.get(callId) !== turn) return false;
        this.open.delete(callId);
        this.left(callId);
        return true;
      },
    };
  }

  /** Whom a phone that is called for this place rings for; null when nobody holds it. */
  offeredFor(callId: CallId): OfferedCaller | null {
    return this.open.get(callId)?.offered ?? null;
  }

  /** Answers whether the call was still there to hear it. */
  settle(callId: CallId, outcome: TurnOutcome): boolean {
    const turn = this.open.get(callId);
    this.open.delete(callId);
    if (turn === undefined) {
      if (outcome.kind === 'overflow') this.missed.set(callId, outcome);
      return false;
    }
    if (outcome.kind === 'agent') this.unclaimed.set(callId, outcome);
    turn.settle(outcome);
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
