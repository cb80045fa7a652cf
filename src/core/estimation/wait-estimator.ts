import type { FloorFact } from '../acd/floor-facts.js';
import type { Floor } from '../acd/floor-state.js';
import type { AgentId, CallId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import { askerAtTheDoor, askerInLine, type Asker, type Newcomer } from './asker.js';
import { FloorOutcomes } from './floor-outcomes.js';
import { Hindsight, type SavedHindsight } from './hindsight.js';
import { lineBefore } from './line-of-floor.js';
import type { LineState } from './line-state.js';
import { ServiceHistory, type SavedHistory } from './service-history.js';
import { Staffing, type SavedStaffing } from './staffing.js';
import { estimateWait, type WaitEstimate } from './wait-estimate.js';

/** `null`: nothing honest can be said. `infinite`: nobody is signed in who may serve the caller, now or once a skill is relaxed. */
export type ExpectedWait = WaitEstimate | 'infinite' | null;

/** What the estimator has learned, as JSON. */
export interface SavedWaits extends SavedHistory, SavedHindsight {
  /** Absent: saved by a version that did not learn it. */
  readonly staffing?: SavedStaffing;
}

const AT_ONCE: WaitEstimate = { seconds: 0, low: 0, high: 0 };

/** The one estimator behind announcements, overflow and the live view: told every fact of the floor, asked about any caller at any time. */
export class WaitEstimator {
  private readonly history: ServiceHistory;
  private readonly outcomes = new FloorOutcomes();
  private readonly staffing: Staffing;
  private readonly hindsight: Hindsight;

  constructor(saved?: SavedWaits) {
    this.history = new ServiceHistory(saved);
    this.staffing = new Staffing(saved?.staffing);
    this.hindsight = new Hindsight(saved);
  }

  /** Every fact, in order, with the instant of its decision. */
  learn(fact: FloorFact, at: Instant): void {
    for (const outcome of this.outcomes.of(fact, at)) this.history.learn(outcome, at);
    this.staffing.learn(fact, at);
    this.hindsight.learn(fact, at);
  }

  /** What is left to wait for a call in the line; null for one that is not. */
  waitOf(floor: Floor, callId: CallId, now: Instant): ExpectedWait {
    const caller = floor.callers.get(callId);
    const wait = caller === undefined ? null : this.wait(floor, askerInLine(caller), now);
    if (isEstimate(wait)) this.hindsight.tell(callId, wait, now);
    return wait;
  }

  /** What somebody would wait who entered the line now. */
  waitAtTheDoor(floor: Floor, newcomer: Newcomer, now: Instant): ExpectedWait {
    const asker = askerAtTheDoor(floor, newcomer, now);
    const wait = asker === null ? null : this.wait(floor, asker, now);
    if (isEstimate(wait)) this.hindsight.tellAtTheDoor(newcomer, wait, now);
    return wait;
  }

  /** Whoever comes oftenest into each queue, of late: whose wait a board shows. Queues that nobody came into are absent. */
  usualCallers(now: Instant): ReadonlyMap<QueueId, Newcomer> {
    return this.history.liveliestStreams(now);
  }

  private wait(floor: Floor, asker: Asker, now: Instant): ExpectedWait {
    const knowledge = {
      campaignOf: (callId: CallId, agentId: AgentId) => this.outcomes.campaignOf(callId, agentId),
      streamsAbove: (priority: number) => this.history.streamsAbove(priority, now),
      staffing: this.staffing,
    };
    const line = lineBefore(floor, asker, knowledge, now);
    switch (line) {
      case 'free-agent':
        return AT_ONCE;
      case 'nobody-signed-in':
        return 'infinite';
      case 'nobody-at-work':
        return null;
      default:
        return this.estimate(line, now);
    }
  }

  private estimate(line: LineState, now: Instant): WaitEstimate | null {
    const wait = estimateWait(line, this.history, this.staffing.habits(now), this.hindsight.rangeWidth);
    return wait && this.hindsight.corrected(wait);
  }

  /** JSON; give it to the constructor of the next run. */
  save(): SavedWaits {
    return { ...this.history.save(), staffing: this.staffing.save(), ...this.hindsight.save() };
  }
}

function isEstimate(wait: ExpectedWait): wait is WaitEstimate {
  return wait !== null && wait !== 'infinite';
}
