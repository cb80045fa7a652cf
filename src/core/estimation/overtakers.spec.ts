import { describe, expect, it } from '@jest/globals';
import { FloorLab, queueId } from '../../../test/support/floor-lab.js';
import { brandId, type CampaignId } from '../kernel/ids.js';
import { WaitEstimator } from './wait-estimator.js';

const TALK_SECONDS = 120;

/** Ann alone has had thirty conversations of two minutes; callers of higher priority have come or not. */
class OvertakenFloor {
  readonly lab = new FloorLab();
  private calls = 0;

  constructor(ageingSeconds: number | null = null) {
    this.lab
      .agent('ann')
      .queue({ agents: ['ann'], ageingSeconds })
      .signIn('ann');
    for (let done = 1; done <= 30; done += 1) this.converse(0);
  }

  private get name(): string {
    this.calls += 1;
    return `call-${this.calls}`;
  }

  converse(priority: number): this {
    this.lab.call(this.name, { priority });
    this.lab.answer('ann');
    this.lab.advance(TALK_SECONDS);
    this.lab.hangUp('ann');
    return this;
  }

  /** Who gives up after so many seconds, while ann is talking. */
  giveUp(priority: number, seconds: number): this {
    const impatient = this.name;
    this.lab.call(impatient, { priority });
    this.lab.advance(seconds);
    this.lab.leave(impatient);
    return this;
  }

  /** One urgent call every six minutes for three hours. */
  urgentForHours(): this {
    for (let done = 1; done <= 30; done += 1) {
      this.converse(5);
      this.lab.advance(2 * TALK_SECONDS);
    }
    return this;
  }

  talking(): this {
    this.lab.call(this.name);
    this.lab.answer('ann');
    return this;
  }

  told(ahead = 0): number {
    for (let caller = 0; caller < ahead; caller += 1) this.lab.call(this.name);
    const estimator = new WaitEstimator();
    for (const item of this.lab.history) if ('fact' in item) estimator.learn(item.fact, item.at);
    const newcomer = { queueId: queueId('q'), campaignId: brandId<CampaignId>('campaign'), priority: 0, requiredSkills: [] };
    const wait = estimator.waitAtTheDoor(this.lab.floor, newcomer, this.lab.now);
    if (wait === null || wait === 'infinite') throw new Error(`no figure: ${String(wait)}`);
    return wait.seconds;
  }
}

describe('Callers of higher priority who have yet to come', () => {
  it('make the wait longer when they have come for hours', () => {
    expect(new OvertakenFloor().urgentForHours().talking().told()).toBeGreaterThan(1.1 * new OvertakenFloor().talking().told());
  });

  it('are no stream because a few came in one minute', () => {
    const usual = new OvertakenFloor().talking().told(3);
    const busy = new OvertakenFloor().talking();
    for (let urgent = 0; urgent < 4; urgent += 1) {
      busy.lab.call(`urgent-${urgent}`, { priority: 5 });
      busy.lab.advance(10);
    }
    // The four themselves are waited for, and perhaps a few more.
    expect(busy.told(3)).toBeLessThan(usual + 8 * TALK_SECONDS);
  });

  it('give up like anybody, so a crowd of them who hardly wait delays nobody for long', () => {
    const floor = new OvertakenFloor().talking();
    for (let urgent = 0; urgent < 120; urgent += 1) {
      floor.giveUp(5, 5);
      floor.lab.advance(10);
    }
    floor.lab.hangUp('ann');
    expect(floor.talking().told()).toBeLessThan(6 * TALK_SECONDS);
  });

  it('go behind those whom ageing has lifted above them', () => {
    const unlifted = new OvertakenFloor().urgentForHours().talking().told(2);
    const lifted = new OvertakenFloor(10).urgentForHours().talking().told(2);
    const nobody = new OvertakenFloor(10).talking().told(2);
    expect(unlifted).toBeGreaterThan(1.25 * nobody);
    expect(lifted).toBeLessThan(1.2 * nobody);
  });
});

describe('An idle agent beside', () => {
  /** Ann serves both queues, fay the other one only; urgent calls come there every four minutes, and both are free for them. */
  function told(withFay: boolean): number {
    const lab = new FloorLab();
    lab.agent('ann').agent('fay');
    lab.queue({ agents: ['ann'] }).queue({ id: 'urgent', agents: ['ann', 'fay'], distribution: 'fewest-calls' });
    lab.signIn('ann');
    for (let done = 1; done <= 40; done += 1) {
      lab.call(`past-${done}`, { queue: done % 2 === 0 ? 'q' : 'urgent', priority: done % 2 === 0 ? 0 : 5 });
      lab.answer('ann');
      lab.advance(TALK_SECONDS);
      lab.hangUp('ann');
    }
    if (withFay) lab.signIn('fay');
    lab.call('now');
    lab.answer('ann');
    for (let caller = 1; caller <= 3; caller += 1) lab.call(`waiting-${caller}`);
    const estimator = new WaitEstimator();
    for (const item of lab.history) if ('fact' in item) estimator.learn(item.fact, item.at);
    const newcomer = { queueId: queueId('q'), campaignId: brandId<CampaignId>('campaign'), priority: 0, requiredSkills: [] };
    const wait = estimator.waitAtTheDoor(lab.floor, newcomer, lab.now);
    if (wait === null || wait === 'infinite') throw new Error(`no figure: ${String(wait)}`);
    return wait.seconds;
  }

  it('takes most of those who would overtake', () => {
    expect(told(true)).toBeLessThan(0.7 * told(false));
    expect(told(true)).toBeGreaterThan(4 * TALK_SECONDS);
  });
});
