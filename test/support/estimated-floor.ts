import type { Newcomer } from '../../src/core/estimation/asker.js';
import { WaitEstimator, type ExpectedWait, type SavedWaits } from '../../src/core/estimation/wait-estimator.js';
import { brandId, type CampaignId } from '../../src/core/kernel/ids.js';
import { callId, FloorLab, queueId } from './floor-lab.js';

export const TALK_SECONDS = 120;

/** A floor with an estimator that is told everything; `ann` has had so many conversations of two minutes. */
export class EstimatedFloor {
  readonly lab = new FloorLab();
  estimator = new WaitEstimator();
  private told = 0;

  constructor(agents: readonly string[], conversations: number) {
    const names = new Set(['ann', ...agents]);
    for (const name of names) this.lab.agent(name, name === 'fay' ? { french: 5 } : {});
    this.lab.queue({ agents: [...names] }).queue({ id: 'r', agents: ['ann'] });
    this.lab.signIn('ann');
    for (let done = 1; done <= conversations; done += 1) this.converse(`past-${done}`, TALK_SECONDS);
    for (const name of agents) if (name !== 'ann') this.lab.signIn(name);
    if (!agents.includes('ann')) this.lab.signOut('ann');
  }

  converse(name: string, talkSeconds: number, ringSeconds = 0, campaignId = brandId<CampaignId>('campaign')): void {
    this.lab.call(name, { campaignId });
    this.lab.advance(ringSeconds);
    this.lab.answer('ann');
    this.lab.advance(talkSeconds);
    this.lab.hangUp('ann');
  }

  /** Everybody named takes a call. */
  allTalk(...names: readonly string[]): this {
    for (const name of names) {
      this.lab.call(`with-${name}`);
      this.lab.answer(name);
    }
    return this;
  }

  private learn(): void {
    const { history } = this.lab;
    for (; this.told < history.length; this.told += 1) {
      const item = history[this.told];
      if (item !== undefined && 'fact' in item) this.estimator.learn(item.fact, item.at);
    }
  }

  atTheDoor(newcomer: Partial<Newcomer> = {}): ExpectedWait {
    this.learn();
    const defaults = { queueId: queueId('q'), campaignId: brandId<CampaignId>('campaign'), priority: 0, requiredSkills: [] };
    return this.estimator.waitAtTheDoor(this.lab.floor, { ...defaults, ...newcomer }, this.lab.now);
  }

  of(name: string): ExpectedWait {
    this.learn();
    return this.estimator.waitOf(this.lab.floor, callId(name), this.lab.now);
  }

  saved(): SavedWaits {
    this.learn();
    return JSON.parse(JSON.stringify(this.estimator.save())) as SavedWaits;
  }
}

export function secondsOf(wait: ExpectedWait): number {
  if (wait === null || wait === 'infinite') throw new Error(`no figure: ${String(wait)}`);
  return wait.seconds;
}
