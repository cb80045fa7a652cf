import { describe, expect, it } from '@jest/globals';
import { CountingIds } from '../../../test/support/counting-ids.js';
import { brandId, type CampaignId } from '../kernel/ids.js';
import { CampaignTables } from './campaign-tables.js';

const CAMPAIGN = brandId<CampaignId>('campaign');
const OTHER = brandId<CampaignId>('other');

/** A team that has had conversations of the exponential law, of a mean that may depend on how many came before. */
class Team {
  readonly tables = new CampaignTables();
  private readonly ids: CountingIds;
  private talkedSeconds = 0;
  private talked = 0;

  constructor(seed: number) {
    this.ids = new CountingIds(seed);
  }

  talk(conversations: number, mean: (done: number) => number, campaignId = CAMPAIGN): this {
    for (let done = 0; done < conversations; done += 1) {
      const seconds = -mean(done) * Math.log(1 - this.ids.chance());
      this.tables.learn(campaignId, seconds, 'ended');
      this.tables.curve(campaignId);
      this.talkedSeconds += seconds;
      this.talked += 1;
    }
    return this;
  }

  get expected(): number {
    return this.tables.curve(CAMPAIGN).mean;
  }

  get meanOfAll(): number {
    return this.talkedSeconds / this.talked;
  }
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('Conversations become longer or shorter', () => {
  it.each(SEEDS)('by two fifths, which is believed after some hundreds (seed %i)', (seed) => {
    const longer = new Team(seed).talk(2000, () => 150).talk(600, () => 210);
    expect(longer.meanOfAll).toBeLessThan(172);
    expect(longer.expected).toBeGreaterThan(185);
    const shorter = new Team(seed).talk(2000, () => 210).talk(600, () => 150);
    expect(shorter.meanOfAll).toBeGreaterThan(185);
    expect(shorter.expected).toBeLessThan(172);
  });

  it.each(SEEDS)('little by little, and are followed (seed %i)', (seed) => {
    const team = new Team(seed).talk(8000, (done) => 150 + (150 * done) / 8000);
    expect(team.meanOfAll).toBeLessThan(235);
    expect(team.expected).toBeGreaterThan(240);
  });

  it.each(SEEDS)('again and again, which is believed ever sooner (seed %i)', (seed) => {
    const team = new Team(seed).talk(12_000, (done) => 200 * (1 + 0.4 * Math.sin((2 * Math.PI * done) / 1500)));
    const errors: number[] = [];
    for (let step = 0; step < 60; step += 1) {
      const truth = 200 * (1 + 0.4 * Math.sin((2 * Math.PI * step) / 60));
      team.talk(25, () => truth);
      errors.push((team.expected / truth - 1) ** 2);
    }
    // Who takes the mean of all is off by 0.33.
    expect(Math.sqrt(errors.reduce((sum, each) => sum + each, 0) / errors.length)).toBeLessThan(0.22);
  });

  it.each(SEEDS)('by chance alone, which changes nothing: every conversation that was counts alike (seed %i)', (seed) => {
    const team = new Team(seed).talk(4000, () => 180);
    expect(Math.abs(team.expected / team.meanOfAll - 1)).toBeLessThan(0.02);
  });

  it('and what was noticed outlives the process', () => {
    const team = new Team(3).talk(2000, () => 150).talk(600, () => 200);
    const again = new CampaignTables(JSON.parse(JSON.stringify(team.tables.save())) as ReturnType<CampaignTables['save']>);
    expect(again.curve(CAMPAIGN).mean / team.expected).toBeCloseTo(1, 2);
  });
});

describe('A young campaign of longer conversations than the others have', () => {
  it.each(SEEDS)('is known for it before it has a law of its own (seed %i)', (seed) => {
    const team = new Team(seed).talk(150, () => 150, OTHER).talk(30, () => 330);
    expect(team.expected).toBeGreaterThan(1.15 * team.tables.curve(OTHER).mean);
  });
});
