import { describe, expect, it } from '@jest/globals';
import { brandId, type CampaignId, type QueueId } from '../kernel/ids.js';
import { seconds } from '../kernel/time.js';
import { ArrivalRates } from './arrival-rates.js';

const HOUR = 3600;
const URGENT = { queueId: brandId<QueueId>('q'), campaignId: brandId<CampaignId>('campaign'), priority: 5, requiredSkills: [] };

/** Urgent callers, the next so many seconds after the last. */
class Urgent {
  private readonly rates = new ArrivalRates();
  private at = 0;

  come(callers: number, everySeconds: number): this {
    for (let caller = 0; caller < callers; caller += 1) {
      this.at += everySeconds;
      this.rates.learn(URGENT, seconds(this.at));
    }
    return this;
  }

  quiet(forSeconds: number): this {
    this.at += forSeconds;
    return this;
  }

  get anHour(): number {
    return HOUR * (this.rates.above(0, seconds(this.at))[0]?.perSecond ?? 0);
  }
}

/** Six an hour, for a shift. */
const usual = (): Urgent => new Urgent().come(48, 600);

describe('How many urgent callers come is judged by the shift and by the last half hour', () => {
  it('is what it always is when three come at once, or nobody for twenty minutes', () => {
    expect(usual().anHour).toBeGreaterThan(5);
    expect(usual().anHour).toBeLessThan(7);
    expect(usual().come(3, 5).anHour).toBeLessThan(9.5);
    expect(usual().quiet(1200).anHour).toBeGreaterThan(4);
  });

  it('is many when many have come for half an hour, and few again when they have stopped', () => {
    const rush = usual().come(60, 30);
    expect(rush.anHour).toBeGreaterThan(30);
    expect(rush.quiet(2 * HOUR).anHour).toBeLessThan(12);
  });
});
