import type { CallbackRecord } from '../../src/core/callbacks/callback-record.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import { callbackPlan } from './callback-plan.js';
import type { FakePhone } from './fake-telephony/fake-phone.js';
import { overflowPlan } from './overflow-plan.js';
import { Story } from './story.js';

export const CUSTOMER = '+33612345678';

/** A centre whose line may be left for a callback with key 1. */
export class CallbackStory extends Story {
  constructor({
    callback = {},
    ...plan
  }: Partial<Omit<CampaignPlan, 'callback'>> & { callback?: Parameters<typeof callbackPlan>[0] } = {}) {
    super({
      welcome: null,
      announcements: { ewtLeadIn: null, ewt: false, ewtCaution: 0.7, position: false, menu: { kind: 'builtin', name: 'menu-overflow' } },
      overflow: overflowPlan({ strategy: { kind: 'callback' } }),
      callback: callbackPlan(callback),
      ...plan,
    });
  }

  /** The telephone of whoever has this number. */
  customer(number = CUSTOMER): FakePhone {
    return this.phoneAt(`PJSIP/${number}@carrier`);
  }

  /** Somebody calls, asks to be called back on the calling number, and is off the line. */
  async asksToBeCalledBack(number = CUSTOMER): Promise<void> {
    const caller = await this.caller(number);
    await this.clock.until(() => caller.hearing === 'menu-overflow', 5_000, 'the menu');
    caller.press('1');
    await this.clock.until(() => caller.hearing === 'callback-offer', 5_000, 'the offer');
    caller.press('1');
    await this.clock.until(() => caller.hearing === 'callback-accepted', 5_000, 'the acceptance');
    caller.hangUp();
    await this.clock.advance(100);
  }

  /** The last one asked for. */
  get callback(): CallbackRecord {
    const callback = this.callbacks.at(-1);
    if (callback === undefined) throw new Error('nobody asked to be called back');
    return callback;
  }

  /** What happened to callbacks, in order. */
  get told(): string[] {
    return this.facts.flatMap((fact) => ('callback' in fact ? [fact.type.replace('callback-', '')] : []));
  }

  /** How attempts failed, in order. */
  get failures(): string[] {
    return this.facts.flatMap((fact) => (fact.type === 'callback-attempted' ? [fact.outcome] : []));
  }
}
