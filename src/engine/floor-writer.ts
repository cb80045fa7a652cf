import type { Decision } from '../core/acd/decision.js';
import type { FloorEvent } from '../core/acd/floor-events.js';
import type { FloorFact } from '../core/acd/floor-facts.js';
import type { FloorOrder } from '../core/acd/floor-orders.js';
import { createFloor, decide, type Floor } from '../core/acd/floor.js';
import type { WaitEstimator } from '../core/estimation/wait-estimator.js';
import { Refusal } from '../core/kernel/refusal.js';
import type { Instant } from '../core/kernel/time.js';
import type { Clock } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Log } from '../core/ports/log.js';
import { Inbox } from './inbox.js';
import type { Journal } from './journal.js';

/** So many facts are told when the floor contradicts itself. */
const FACTS_TOLD = 50;

export interface WriterParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly journal: Journal;
  readonly estimator: WaitEstimator;
  readonly log: Log;
  /** What to do when the floor contradicts itself: leave for a supervised restart, which callers survive. Absent: the fault is thrown. */
  readonly die?: (fault: unknown) => void;
}

/** The one writer of the floor: events in, one at a time; facts to the journal and the estimator, orders to whoever carries them out. */
export class FloorWriter {
  readonly floor: Floor;
  private readonly inbox = new Inbox();
  private readonly lastFacts: FloorFact[] = [];
  private stopped = false;
  private carryOut: (order: FloorOrder) => void = () => undefined;

  private overhear: (fact: FloorFact) => void = () => undefined;

  constructor(private readonly parts: WriterParts) {
    this.floor = createFloor(parts.ids);
  }

  /** Who carries out the floor's orders; told once, before the first event that could lead to one. */
  ordersTo(carryOut: (order: FloorOrder) => void): void {
    this.carryOut = carryOut;
  }

  /** Who hears of every fact once it is recorded, before its orders are carried out; told once. */
  factsTo(overhear: (fact: FloorFact) => void): void {
    this.overhear = overhear;
  }

  /** Does something in its turn, between two decisions. */
  inTurn(work: () => void): void {
    this.inbox.post(work);
  }

  post(event: FloorEvent): void {
    this.inbox.post(() => {
      this.decide(event);
    });
  }

  /** As `post`, but whoever asked hears the refusal. Requests come in from outside the inbox, so the decision is made on return. */
  demand(event: FloorEvent): void {
    const refusals: Refusal[] = [];
    this.inbox.post(() => {
      const refusal = this.decide(event);
      if (refusal !== null) refusals.push(refusal);
    });
    for (const refusal of refusals) throw refusal;
  }

  /** Decides now; only for who has the turn. */
  decide(event: FloorEvent): Refusal | null {
    if (this.stopped) return null;
    const now = this.parts.clock.now();
    const { orders, facts, refusal } = this.decideOrDie(event, now);
    for (const fact of facts) {
      this.parts.journal.record(fact);
      this.parts.estimator.learn(fact, now);
      this.overhear(fact);
    }
    for (const order of orders) this.carryOut(order);
    return refusal === null ? null : new Refusal('wrong-state', refusal.code, refusal.message);
  }

  /** Nothing that happens from now on changes the floor: what callers and agents were doing is left as it is for the next start. */
  stop(): void {
    this.stopped = true;
  }

  /** A contradiction on the floor is a bug: the last facts are told, and nothing is built on what may be half done. */
  private decideOrDie(event: FloorEvent, now: Instant): Decision {
    try {
      const decision = decide(this.floor, event, now);
      this.remember(decision.facts);
      return decision;
    } catch (fault) {
      this.parts.log.error('the floor contradicts itself', { event, fault: String(fault), lastFacts: this.lastFacts.slice(-FACTS_TOLD) });
      this.stopped = true;
      this.parts.die?.(fault);
      throw fault;
    }
  }

  /** Cut now and then only, for this is done at every decision. */
  private remember(facts: readonly FloorFact[]): void {
    for (const fact of facts) this.lastFacts.push(fact);
    if (this.lastFacts.length > 4 * FACTS_TOLD) this.lastFacts.splice(0, this.lastFacts.length - FACTS_TOLD);
  }
}
