import type { CallRecord, JournalEntry } from '../../src/core/journal/facts.js';
import { callIdOf } from '../../src/engine/calls-in-progress.js';
import type { CallId } from '../../src/core/kernel/ids.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { DayPlan } from './centre-plan.js';
import type { Centre } from './centre.js';
import { disagreement, mayBeUntold, type Visit } from './experience.js';
import type { Lots } from './lots.js';

/** From the message that could not be kept to the end of the call. */
const APOLOGY_WITHIN = 10_000;

const UNKNOWN_NUMBER = '+33199999999';

/** The people who ring in: when, how patient they are, how long they talk; and what each of them makes of it. */
export class Callers {
  readonly endings = new Map<string, number>();
  arrived = 0;
  private closed = false;
  /** Callers whose call the backend never knew of: they came and went while it was away. */
  unseen = 0;
  private readonly visits = new Map<CallId, Visit>();
  /** Calls in which a message was left that is safe. */
  private readonly messages = new Set<CallId>();
  private burstUntil: Instant = 0;

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly day: DayPlan,
    private readonly wanted: number,
  ) {
    centre.onFact((entry) => this.hear(entry));
  }

  open(): void {
    this.later(this.gap(), () => this.arrive());
  }

  /** Nobody calls by themselves any more. */
  close(): void {
    this.closed = true;
  }

  get allArrived(): boolean {
    return this.closed || this.arrived >= this.wanted;
  }

  get inProgress(): number {
    return this.visits.size;
  }

  find(callId: CallId): Visit | undefined {
    return this.visits.get(callId);
  }

  /** Judges every call that is over; `atRest`, none may be left. */
  settleAccounts(atRest = false): void {
    const { pbx, trail } = this.centre;
    pbx.callers.length = 0;
    for (const visit of this.visits.values()) {
      const { caller, record } = visit;
      if (caller.ended === null) {
        if (atRest) trail.fail(`${visit.callId} is still on the line`);
        continue;
      }
      if (record?.ending == null && !atRest) continue;
      const wrong = disagreement(visit, this.centre.outages);
      if (wrong !== null) trail.fail(`${visit.callId} ${wrong}; heard ${JSON.stringify(caller.heard)}, recorded ${JSON.stringify(record)}`);
      if (record === null) this.unseen += 1;
      this.visits.delete(visit.callId);
    }
  }

  /** Somebody calls, and is judged by how it went like everybody else; what they do on the line is left to whoever sent them. */
  calls(did: string, from: string | null): FakeCaller {
    const { centre } = this;
    const caller = centre.pbx.callArrives({ did, from });
    this.arrived += 1;
    const callId = callIdOf(caller.leg);
    this.visits.set(callId, { caller, callId, from: centre.clock.now(), record: null, placeToldAt: 0 });
    return caller;
  }

  private gap(): number {
    const { clock } = this.centre;
    if (this.lots.happens(0.005)) this.burstUntil = clock.now() + 60_000;
    return this.lots.exponential(clock.now() < this.burstUntil ? this.day.meanGap / this.day.burst : this.day.meanGap);
  }

  private arrive(): void {
    const { lots, centre } = this;
    const did = lots.happens(0.01) ? UNKNOWN_NUMBER : lots.pick([...centre.campaigns.keys()]);
    const caller = this.calls(did, lots.happens(0.1) ? null : `+336${String(10_000_000 + this.arrived)}`);
    const patience = lots.happens(0.04) ? lots.exponential(300) : lots.exponential(this.day.meanPatience);
    this.later(patience, () => this.loseHeart(caller));
    if (lots.happens(0.4)) this.later(lots.exponential(8_000), () => this.press(caller));
    // After the tone, whoever still speaks then: most say a few words, and wait for what follows.
    if (lots.happens(0.5)) this.later(lots.exponential(20_000), () => caller.fallsSilent());
    if (!this.allArrived) this.later(this.gap(), () => this.arrive());
  }

  /** What is asked of those who press keys: the menu, the callback, or nothing at all. */
  private press(caller: FakeCaller): void {
    if (caller.ended !== null) return;
    const { lots } = this;
    caller.press(lots.pick(['1', '1', '1', '2', '3', '4', '0144445555#', '7*#']));
    this.later(lots.exponential(4_000), () => this.press(caller));
  }

  /** Whoever talks stays; everybody else hangs up. */
  private loseHeart(caller: FakeCaller): void {
    if (caller.hearing !== 'conversation') caller.hangUp();
    else this.later(this.lots.exponential(this.day.meanTalk), () => caller.hangUp());
  }

  private hear({ at, fact }: JournalEntry): void {
    if (fact.type === 'voicemail-deposited') this.messages.add(fact.callId);
    if (!('call' in fact) || fact.call.callbackId !== undefined) return;
    const { lots, centre } = this;
    const visit = this.visits.get(fact.callId);
    if (visit === undefined) {
      centre.trail.fail(`${fact.type} of ${fact.callId}, which is over or never was`);
      return;
    }
    if (visit.record?.ending != null) centre.trail.fail(`${fact.callId} has ended, and then ${fact.type}`);
    if (visit.record !== null) this.checkPlace(visit.record, fact.call, visit.placeToldAt);
    if (fact.call.queuedAt !== (visit.record?.queuedAt ?? null)) visit.placeToldAt = at;
    visit.record = fact.call;
    if (fact.type === 'call-ended') {
      const { how } = fact.ending;
      this.endings.set(how, (this.endings.get(how) ?? 0) + 1);
      if (how === 'failed' && !this.mayHaveFailed(fact.call)) centre.trail.fail(`${fact.callId} failed`);
      if (how === 'voicemail' && !this.messages.delete(fact.callId)) centre.trail.fail(`${fact.callId} left a message that is nowhere`);
    }
    if (fact.type === 'call-connected' && lots.happens(0.4)) {
      this.later(lots.exponential(this.day.meanTalk), () => visit.caller.hangUp());
    }
  }

  /** The line broke as the caller hung up on a message, or our disk was full: it is fetched when that is over, and the call is too. */
  private mayHaveFailed({ recording, endedAt }: CallRecord): boolean {
    const { outages, fullDisks, clock } = this.centre;
    const at = endedAt ?? clock.now();
    const wasFull = fullDisks.some(({ from, to }) => from <= at && at <= (to ?? Infinity) + APOLOGY_WITHIN);
    return recording !== undefined && (wasFull || mayBeUntold(at, outages));
  }

  /** A place in the line counts from one instant for ever, unless a death came before the PBX had it. */
  private checkPlace({ callId, arrivedAt, queuedAt }: CallRecord, now: CallRecord, toldAt: Instant): void {
    const { trail } = this.centre;
    if (now.arrivedAt !== arrivedAt) trail.fail(`${callId} arrived at another time than before`);
    const kept = queuedAt === null || now.queuedAt === queuedAt;
    if (!kept && !mayBeUntold(toldAt, this.centre.outages))
      trail.fail(`${callId} has lost its place: it waits since another time than before`);
  }

  private later(ms: number, act: () => void): void {
    const { clock } = this.centre;
    clock.at(clock.now() + ms, act);
  }
}
