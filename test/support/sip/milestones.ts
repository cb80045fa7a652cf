import { instant, type Instant } from './instant.js';

/** What was reached, and when. */
export interface Reached<Value> {
  readonly at: Instant;
  readonly value: Value;
}

/** A wait that ended without what was awaited; says what was awaited and what had happened until then. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}

interface Waiter {
  readonly name: PropertyKey;
  readonly met: (reached: Reached<unknown>) => void;
  readonly missed: (error: Error) => void;
}

/** Deadline of a wait that names none: long enough for a loaded machine, only ever spent by a failure. */
export const PATIENCE_MS = 10_000;

/**
 * The steps that a call, or a registration, can reach, each at most once: `Steps` maps a step to what is known once it is reached.
 * A wait for a step already reached resolves at once, so a test may ask late; a wait for a step that can no longer come (`close`) rejects at
 * once, so a test never spends its deadline on a call that is over.
 */
export class Milestones<Steps extends object> {
  private readonly reached = new Map<keyof Steps, Reached<unknown>>();
  private readonly waiters = new Set<Waiter>();
  private over: string | undefined;

  /** `subject` begins the messages; `details` ends them, such as the messages that went over the wire. */
  constructor(
    private readonly subject: string,
    private readonly details: () => string = () => '',
  ) {}

  /** Marks a step. The first time counts; later ones change nothing. */
  reach<Step extends keyof Steps>(step: Step, value: Steps[Step], at: Instant = instant()): void {
    if (this.reached.has(step)) return;
    const reached = { at, value };
    this.reached.set(step, reached);
    for (const waiter of this.waiters) if (waiter.name === step) waiter.met(reached);
  }

  /** Nothing more will happen, because of `why`. What was reached stays readable. */
  close(why: string): void {
    if (this.over !== undefined) return;
    this.over = why;
    for (const waiter of this.waiters) waiter.missed(this.failure(waiter.name, why));
  }

  get closed(): boolean {
    return this.over !== undefined;
  }

  get<Step extends keyof Steps>(step: Step): Reached<Steps[Step]> | undefined {
    return this.reached.get(step) as Reached<Steps[Step]> | undefined;
  }

  has(step: keyof Steps): boolean {
    return this.reached.has(step);
  }

  /** Resolves when `step` is reached. Rejects with `NotReached` at the deadline, or as soon as it cannot be reached any more. */
  async wait<Step extends keyof Steps>(step: Step, withinMs = PATIENCE_MS): Promise<Reached<Steps[Step]>> {
    const already = this.get(step);
    if (already) return already;
    if (this.over !== undefined) throw this.failure(step, this.over);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
      };
      const waiter: Waiter = {
        name: step,
        met: (reached) => {
          settle();
          resolve(reached as Reached<Steps[Step]>);
        },
        missed: (error) => {
          settle();
          reject(error);
        },
      };
      const timer = setTimeout(() => waiter.missed(this.failure(step, `${withinMs} ms have passed`)), withinMs);
      this.waiters.add(waiter);
    });
  }

  /** The steps in the order they were reached, for messages and reports. */
  story(): string {
    const steps = [...this.reached].map(([step, { at }]) => `${String(step)} ${at.date.toISOString().slice(11, 23)}`);
    return steps.length === 0 ? 'nothing yet' : steps.join(', ');
  }

  private failure(step: PropertyKey, why: string): NotReached {
    return new NotReached(`${this.subject}: "${String(step)}" was not reached: ${why}. Until then: ${this.story()}${this.details()}`);
  }
}
