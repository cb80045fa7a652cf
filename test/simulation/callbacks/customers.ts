import type { CallbackRecord } from '../../../src/core/callbacks/callback-record.js';
import type { JournalEntry } from '../../../src/core/journal/facts.js';
import type { Callers } from '../callers.js';
import type { Centre } from '../centre.js';
import type { Lots } from '../lots.js';

const MINUTE = 60_000;

/** Those who are called back: what their telephones do, how long they talk, and how some of them call in by themselves meanwhile. */
export class Customers {
  /** They call in at the same instant as something else so often. */
  private readonly coincidences: number;

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly callers: Callers,
  ) {
    this.coincidences = lots.pick([0.005, 0.03]);
    centre.onFact((entry) => this.hear(entry));
  }

  private hear({ fact }: JournalEntry): void {
    const { lots } = this;
    if (!('callback' in fact)) return;
    const { callback } = fact;
    if (fact.type === 'callback-dialled') this.telephoneOf(callback);
    if (fact.type === 'callback-requested' && lots.happens(0.08)) this.later(lots.exponential(40 * MINUTE), () => this.callsIn(callback));
    if (lots.happens(this.coincidences)) this.later(lots.pick([0, 1, 50, 3_000]), () => this.callsIn(callback));
    if (fact.type === 'callback-answered' && lots.happens(this.coincidences))
      this.later(lots.pick([0, 0, 1, 30]), () => this.hangsUp(callback));
  }

  private telephoneOf({ number }: CallbackRecord): void {
    const { lots } = this;
    const phone = this.centre.pbx.endpoint(`PJSIP/${number}@carrier`);
    phone.isBack();
    const afterMs = lots.whole(1_000, 24_000);
    phone.ringsAfterMs = lots.pick([50, 900, 2_500]);
    const does = lots.weighted({ talk: 66, hesitate: 5, busy: 8, ring: 9, refuse: 4, fail: 3, switched: 3, leave: 2 });
    if (does === 'talk') phone.answersAfter(afterMs, lots.exponential(30_000) + 1);
    else if (does === 'hesitate') phone.answersAfter(29_000 + lots.whole(0, 2_000), lots.exponential(30_000) + 1);
    else if (does === 'leave') phone.answersAfter(afterMs, lots.pick([0, 1, 30, 2_000]));
    else if (does === 'busy') phone.isBusy();
    else if (does === 'ring') phone.neverAnswers();
    else if (does === 'refuse') phone.refuses(afterMs);
    else if (does === 'fail') phone.refuses(300, lots.pick(['unreachable', 'failed', 'no-answer']));
    else phone.unreachable();
  }

  /** With the number that the callback is for; some stay until an agent is there, some give up. */
  private callsIn({ campaignId, number }: CallbackRecord): void {
    const did = [...this.centre.campaigns].find(([, plan]) => plan.campaignId === campaignId)?.[0];
    if (did === undefined) return;
    const caller = this.callers.calls(did, number);
    const { clock } = this.centre;
    const patience = clock.now() + this.lots.pick([500, 5_000, MINUTE, 10 * MINUTE]);
    const listen = (): void => {
      if (caller.ended !== null) return;
      if (clock.now() > patience) caller.hangUp();
      else clock.at(clock.now() + 5_000, listen);
    };
    clock.at(clock.now() + 400, listen);
  }

  private hangsUp({ number }: CallbackRecord): void {
    this.centre.pbx.endpoint(`PJSIP/${number}@carrier`).hangUp();
  }

  private later(ms: number, act: () => void): void {
    const { clock } = this.centre;
    clock.at(clock.now() + ms, act);
  }
}
