import type { QueueEntry } from '../acd/floor-events.js';
import type { FloorFact } from '../acd/floor-facts.js';
import type { CallId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Newcomer } from './asker.js';
import type { WaitEstimate } from './wait-estimate.js';

/** So much wider, by logarithm, for a wait out of range when one in range makes it a quarter of that narrower: four of five are in range then. */
const STEP = 0.016;

/** No run of luck makes a range narrower or wider than so. */
const LEAST = 0.6;
const MOST = 2;

interface Told {
  readonly at: Instant;
  readonly low: number;
  readonly high: number;
}

interface ToldAtTheDoor extends Told {
  readonly newcomer: Newcomer;
}

/**
 * How wide ranges are to be, learned from the waits that followed what was told: wider than theory has it where the floor holds surprises, such as
 * agents who go to lunch, and narrower where it holds none (the quantile by stochastic approximation: Robbins & Monro 1951; for ranges of
 * forecasts, Gibbs & Candès 2021). Remembers what was first told of those who wait now.
 */
export class RangeWidth {
  private readonly told = new Map<CallId, Told>();
  private atTheDoor: ToldAtTheDoor | null = null;

  constructor(private learned = 1) {}

  /** What to multiply a range's distance from the middle by. */
  get factor(): number {
    return this.learned;
  }

  tellAtTheDoor(newcomer: Newcomer, { low, high }: WaitEstimate, at: Instant): void {
    this.atTheDoor = { newcomer, at, low, high };
  }

  tell(callId: CallId, { low, high }: WaitEstimate, at: Instant): void {
    if (!this.told.has(callId)) this.told.set(callId, { at, low, high });
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
    const waited = (at - told.at) / seconds(1);
    const inRange = waited >= told.low && waited <= told.high;
    this.learned = Math.min(MOST, Math.max(LEAST, this.learned * Math.exp(inRange ? -STEP / 4 : STEP)));
  }
}

function isWho({ queueId, campaignId, priority }: Newcomer, entry: QueueEntry): boolean {
  return entry.queueId === queueId && entry.campaignId === campaignId && entry.priority === priority;
}
