import type { CallRecord, JournalEntry } from '../../../src/core/journal/facts.js';
import type { AgentId } from '../../../src/core/kernel/ids.js';
import { Refusal } from '../../../src/core/kernel/refusal.js';
import type { Centre } from '../centre.js';
import type { Lots } from '../lots.js';
import type { Requests } from './requests.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What agents and supervisors do about callbacks: plan them in a call, confirm and cancel them, say that it was a machine. */
export class DeskWork {
  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly requests: Requests,
  ) {
    centre.onFact((entry) => this.hear(entry));
  }

  private hear({ fact }: JournalEntry): void {
    const { lots } = this;
    if (fact.type === 'call-connected') this.connected(fact.call, fact.agentId);
    if (fact.type === 'callback-proposed') {
      const what = lots.weighted({ confirm: 7, cancel: 1, nothing: 2 });
      if (what !== 'nothing') this.later(lots.exponential(30 * MINUTE), () => this.decide(what, fact.callback.callbackId));
    }
    const mayBeCancelled = fact.type === 'callback-requested' || fact.type === 'callback-reserved';
    if (mayBeCancelled && lots.happens(0.02)) {
      const after = fact.type === 'callback-requested' ? lots.exponential(HOUR) : lots.pick([0, 0, 500, 3_000]);
      this.later(after, () => this.decide('cancel', fact.callback.callbackId));
    }
  }

  private connected(call: CallRecord, agentId: AgentId): void {
    const { lots } = this;
    if (lots.happens(call.callbackId === undefined ? 0.4 : 0.03)) this.later(lots.exponential(4_000), () => this.plan(call, agentId));
    if (call.callbackId === undefined || !lots.happens(0.07)) return;
    // In the conversation, or in the minutes after it.
    this.later(lots.pick([500, 5_000, 45_000, 5 * MINUTE]), () => this.dispose(call, agentId));
  }

  private plan({ callId, campaignId, caller }: CallRecord, agentId: AgentId): void {
    const { lots, centre, requests } = this;
    if (campaignId === null) return;
    const after = lots.pick([0, 10 * MINUTE, 3 * HOUR, 20 * HOUR, 30 * HOUR]);
    const at = after === 0 ? null : centre.clock.now() + after;
    requests.ask({ campaignId, number: caller ?? requests.number(), callId, agentId: lots.pick([null, agentId]), at });
  }

  private dispose({ callId, campaignId, arrivedAt }: CallRecord, agentId: AgentId): void {
    const { engine } = this.centre;
    if (campaignId === null || engine === null) return;
    const said = { code: this.lots.pick(['92', '93', '10']), label: '', detailCode: null, detailLabel: null, note: null, answers: {} };
    const worth = { category: 'not-argued', profit: 0, currency: null, countsForQuota: false } as const;
    engine.record({ type: 'call-disposed', callId, agentId, campaignId, arrivedAt, ...said, ...worth });
  }

  private decide(what: 'confirm' | 'cancel', callbackId: string): void {
    const { engine, trail } = this.centre;
    try {
      if (what === 'confirm') engine?.confirmCallback(callbackId);
      else engine?.cancelCallback(callbackId);
    } catch (fault) {
      if (!(fault instanceof Refusal)) trail.fail(`to ${what} ${callbackId}: ${String(fault)}`);
    }
  }

  private later(ms: number, act: () => void): void {
    const { clock } = this.centre;
    clock.at(clock.now() + ms, act);
  }
}
