import type { JournalEntry } from '../../../src/core/journal/facts.js';
import type { Timer } from '../../../src/core/ports/clock.js';
import type { CampaignPlan } from '../../../src/core/plan/campaign-plan.js';
import { Refusal } from '../../../src/core/kernel/refusal.js';
import type { CallbackRequest } from '../../../src/engine/callback-requests.js';
import type { Callers } from '../callers.js';
import type { DayPlan } from '../centre-plan.js';
import type { Centre } from '../centre.js';
import type { Lots } from '../lots.js';
import { COUNTRIES } from './callback-centre.js';

const HOUR = 3_600_000;
/** By the clock of UTC; at night somebody calls now and then. */
const BUSY_HOURS = { from: 7, to: 18 };
const NIGHT_SHARE = 0.15;
/** Nobody may make us dial these. */
const FORBIDDEN = ['+33899123456', '+14155550123', '118218', '+3389', 'nobody'];

/** Where requests come from: callers who leave the line for one, programs over the API; and callers who want none. */
export class Requests {
  /** How many were made. */
  made = 0;
  private people = 0;
  private next: Timer | null = null;

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly day: DayPlan,
    private readonly callers: Callers,
    private readonly wanted: number,
  ) {
    centre.onFact((entry) => this.hear(entry));
  }

  get allMade(): boolean {
    return this.made >= this.wanted;
  }

  open(): void {
    const { clock } = this.centre;
    const hour = new Date(clock.now()).getUTCHours();
    const share = hour >= BUSY_HOURS.from && hour < BUSY_HOURS.to ? 1 : NIGHT_SHARE;
    this.next = clock.at(clock.now() + this.lots.exponential(this.day.meanGap / share), () => {
      this.somebodyAsks();
      if (!this.allMade) this.open();
    });
  }

  close(): void {
    this.next?.stop();
  }

  /** A customer, new or seen before. */
  number(): string {
    const { lots } = this;
    const country = lots.weighted(Object.fromEntries(COUNTRIES.map(({ prefix, share }) => [prefix, share])));
    const person = lots.happens(0.05) ? lots.whole(0, this.people) : (this.people += 1);
    return `${country}${String(1_000_000 + person).slice(0, 12 - country.length + 2)}`;
  }

  /** Somebody is told no: that is an answer. */
  ask(request: CallbackRequest): void {
    const { engine, trail } = this.centre;
    try {
      engine?.planCallback(request);
    } catch (fault) {
      if (!(fault instanceof Refusal)) trail.fail(`a callback was asked for: ${String(fault)}`);
    }
  }

  private somebodyAsks(): void {
    const { lots, centre } = this;
    const [did, plan] = lots.pick([...centre.campaigns]);
    const how = lots.weighted({ call: 45, program: 40, 'call only': 14, fraud: 1 });
    if (how === 'program') this.program(plan);
    else if (how === 'fraud') this.fraud(plan);
    else this.call(did, how === 'call');
  }

  private program({ campaignId }: CampaignPlan): void {
    const { lots, centre } = this;
    const now = centre.clock.now();
    const at = lots.happens(0.6) ? null : now + lots.pick([60_000, HOUR, 5 * HOUR, 26 * HOUR]);
    const agentId = lots.happens(0.1) ? lots.pick([...centre.agents.keys()]) : null;
    this.ask({ campaignId, number: this.number(), callId: null, agentId, at });
  }

  private fraud({ campaignId }: CampaignPlan): void {
    const before = this.made;
    this.ask({ campaignId, number: this.lots.pick(FORBIDDEN), callId: null, agentId: null, at: null });
    if (this.made !== before) this.centre.trail.fail('a callback to a forbidden number was taken');
  }

  /** Whoever wants to be called back takes the first chance; everybody else waits as long as they like. */
  private call(did: string, wantsCallback: boolean): void {
    const { lots, centre, day } = this;
    const caller = this.callers.calls(did, lots.happens(0.05) ? null : this.number());
    const { clock } = centre;
    const patience = clock.now() + lots.exponential(day.meanPatience) + (wantsCallback ? 60_000 : 0);
    const listen = (): void => {
      if (caller.ended !== null || caller.hearing === 'conversation') return;
      const hasAsked = caller.hearing === 'callback-accepted' && lots.happens(0.8);
      if (clock.now() > patience || hasAsked) {
        caller.hangUp();
        return;
      }
      if (wantsCallback && (caller.hearing === 'menu-overflow' || caller.hearing === 'callback-offer')) caller.press('1');
      clock.at(clock.now() + 900, listen);
    };
    clock.at(clock.now() + 500, listen);
  }

  private hear({ fact }: JournalEntry): void {
    if (fact.type === 'callback-requested' || fact.type === 'callback-proposed') this.made += 1;
  }
}
