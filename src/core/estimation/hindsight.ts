import type { QueueEntry } from '../acd/floor-events.js';
import type { FloorFact } from '../acd/floor-facts.js';
import type { CallId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Newcomer } from './asker.js';
import { Shortfall, type SavedShortfall } from './shortfall.js';
import type { WaitEstimate } from './wait-estimate.js';

/** So much wider, by logarithm, for a wait out of range when one in range makes it a quarter of that narrower: four of five are in range then. */
const STEP = 0.016;

/** No run of luck makes a range narrower or wider than so. */
const LEAST = 0.6;
const MOST = 2;

export interface SavedHindsight {
  /** Absent, both: saved by a version that did not learn it. */
  readonly rangeWidth?: number;
  readonly shortfall?: SavedShortfall;
}

interface Told {
  readonly at: Instant;
  /** What the estimate was before it was corrected. */
  readonly uncorrectedSeconds: number;
  readonly low: number;
  readonly high: number;
}

interface ToldAtTheDoor extends Told {
  readonly newcomer: Newcomer;
}

/**
 * What the waits that followed teach about what was told. Ranges become wider than theory has them where the floor holds surprises, such as agents who go
 * to lunch, and narrower where it holds none (the quantile by stochastic approximation: Robbins & Monro 1951; for ranges of forecasts,
 * Gibbs & Candès 2021); and estimates become longer where callers keep waiting longer. Remembers what was first told of those who wait now.
 */
export class Hindsight {
  private readonly told = new Map<CallId, Told>();
  private atTheDoor: ToldAtTheDoor | null = null;
  private readonly shortfall: Shortfall;
  private width: number;

  constructor(saved: SavedHindsight = {}) {
    this.width = saved.rangeWidth ?? 1;
    this.shortfall = new Shortfall(saved.shortfall);
  }

  /** What to multiply a range's distance from the middle by. */
  get rangeWidth(): number {
    return this.width;
  }

  corrected({ seconds, low, high }: WaitEstimate): WaitEstimate {
    const { factor } = this.shortfall;
    return { seconds: seconds * factor, low: low * factor, high: high * factor };
  }

  /** A corrected estimate that was given for somebody who may enter the line in this instant. */
  tellAtTheDoor(newcomer: Newcomer, estimate: WaitEstimate, at: Instant): void {
    this.atTheDoor = { newcomer, ...this.toldOf(estimate, at) };
  }

  tell(callId: CallId, estimate: WaitEstimate, at: Instant): void {
    if (!this.told.has(callId)) this.told.set(callId, this.toldOf(estimate, at));
  }

  private toldOf({ seconds, low, high }: WaitEstimate, at: Instant): Told {
    return { at, uncorrectedSeconds: seconds / this.shortfall.factor, low, high };
  }

  learn(fact: FloorFact, at: Instant): void {
    switch (fact.type) {
      case 'call-queued':
        if (this.atTheDoor !== null && this.atTheDoor.at === at && isWho(this.atTheDoor.newcomer, fact.entry))
          this.told.set(fact.entry.callId, this.atTheDoor);
        return;
      case 'call-left-queue':
        this.told.delete(fact.callId);
        return;
      case 'call-taken':
        return this.judge(fact.callId, at);
      default:
    }
  }

  private judge(callId: CallId, at: Instant): void {
    const told = this.told.get(callId);
    this.told.delete(callId);
    if (told === undefined || told.high === 0) return;
    const waited = Math.max(0, at - told.at) / seconds(1);
    this.shortfall.learn(told.uncorrectedSeconds, waited);
    const inRange = waited >= told.low && waited <= told.high;
    this.width = Math.min(MOST, Math.max(LEAST, this.width * Math.exp(inRange ? -STEP / 4 : STEP)));
  }

  save(): SavedHindsight {
    return { rangeWidth: this.width, shortfall: this.shortfall.save() };
  }
}

function isWho({ queueId, campaignId, priority }: Newcomer, entry: QueueEntry): boolean {
  return entry.queueId === queueId && entry.campaignId === campaignId && entry.priority === priority;
}
