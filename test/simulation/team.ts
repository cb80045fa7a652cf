import type { AgentStatus } from '../../src/core/acd/agent-state.js';
import type { FloorFact } from '../../src/core/acd/floor-facts.js';
import type { JournalEntry } from '../../src/core/journal/facts.js';
import type { AgentId } from '../../src/core/kernel/ids.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import type { FakePhone } from '../support/fake-telephony/fake-phone.js';
import type { TransferTarget } from '../../src/core/calls/handset.js';
import { FORWARDED, OFFICES, type DayPlan } from './centre-plan.js';
import type { Centre } from './centre.js';
import type { Lots } from './lots.js';
import type { Witness } from './witness.js';

/** Milliseconds between two looks of an agent at what there is to do, on average. */
const LOOKS_AFTER = 60_000;
/** Milliseconds in which the latest news has come. */
const KNOWN_AFTER = 2_000;
/** Calls of a phone that are remembered. */
const REMEMBERED = 4;

/** The agents: they come and go, pause, finish their wrap-up, and answer their phones or not. */
export class Team {
  private closing = false;
  /** Since when phones cannot be called. */
  private readonly lostAt = new Map<AgentId, Instant>();

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly day: DayPlan,
    private readonly witness: Witness,
    /** Whoever is not signs out as soon as may be, and in again later. */
    private readonly onDuty: (agentId: AgentId) => boolean = () => true,
  ) {
    centre.onFact((entry) => this.hear(entry));
  }

  /** Most sign in as the day begins. */
  open(): void {
    for (const agentId of this.centre.agents.keys()) {
      this.centre.phoneOf(agentId).isBack();
      this.later(this.lots.whole(0, 2_000), () => this.ask(agentId, this.lots.happens(0.8) ? 'sign-in' : 'pause'));
      this.later(this.lots.exponential(LOOKS_AFTER), () => this.look(agentId));
    }
  }

  /** Everybody finishes what they are at and goes home. */
  close(): void {
    this.closing = true;
    for (const agentId of this.centre.agents.keys()) this.goHome(agentId);
  }

  /** Does something an agent may do at any moment. */
  fidget(agentId: AgentId): void {
    const phone = this.centre.phoneOf(agentId);
    const what = this.lots.weighted({
      pause: 3,
      'sign-out': 2,
      resume: 1,
      'sign-in': 1,
      'end-wrap-up': 1,
      'hang-up': 1,
      hold: 1,
      unhold: 1,
      blind: 2,
      attended: 2,
      'complete-transfer': 1,
      'cancel-transfer': 1,
      'pause-recording': 2,
      'resume-recording': 1,
      drop: 2,
      lose: 2,
      answer: 1,
    });
    if (what === 'drop') phone.hangUp();
    else if (what === 'answer') phone.answer();
    else if (what === 'lose') this.losePhone(agentId);
    else if (what === 'blind' || what === 'attended') this.transfer(agentId, what);
    else this.ask(agentId, what);
  }

  private look(agentId: AgentId): void {
    if (this.closing) return;
    this.later(this.lots.exponential(LOOKS_AFTER), () => this.look(agentId));
    const status = this.statusOf(agentId);
    if (status === null) return;
    if (!this.onDuty(agentId)) {
      if (status.state !== 'signed-out') this.ask(agentId, 'sign-out');
    } else if (status.state === 'signed-out') this.ask(agentId, 'sign-in');
    else if (status.state === 'paused') this.ask(agentId, 'resume');
    else if (this.lots.happens(0.2)) this.fidget(agentId);
  }

  private goHome(agentId: AgentId, wasOut = false): void {
    const state = this.statusOf(agentId)?.state;
    // Whose phone is being called for a sign-in, or is about to be, may yet be signed in.
    const isOut = state === 'signed-out' && this.centre.phoneOf(agentId).call === null;
    if (isOut && wasOut) return;
    if (state === 'paused') this.ask(agentId, 'resume');
    else if (state === 'available' && this.witness.waiting === 0 && this.centre.callsAreOver) this.ask(agentId, 'sign-out');
    this.later(20_000, () => this.goHome(agentId, isOut));
  }

  private hear({ fact }: JournalEntry): void {
    if (fact.type === 'call-offered') this.prepare(fact.agentId);
    if (fact.type === 'agent-state') this.noticeState(fact);
  }

  private noticeState({ agentId, state, until }: Extract<FloorFact, { readonly type: 'agent-state' }>): void {
    const { lots } = this;
    if (state === 'wrap-up' && (until === null || lots.happens(0.1))) {
      this.later(lots.exponential(until === null ? 15_000 : 3_000), () => this.ask(agentId, 'end-wrap-up'));
    }
    if (state === 'talking' && lots.happens(0.15)) this.later(lots.exponential(5_000), () => this.fidget(agentId));
    if (state === 'talking' && lots.happens(0.05)) this.later(lots.exponential(5_000), () => this.readsOutACard(agentId));
    if (state === 'paused') this.later(lots.exponential(40_000), () => this.ask(agentId, 'resume'));
    if (state === 'signed-out' && !this.closing) this.later(lots.exponential(120_000), () => this.ask(agentId, 'sign-in'));
  }

  /** Decides what the phone will do with the call that comes now. */
  private prepare(agentId: AgentId): void {
    const { lots, day } = this;
    const phone = this.centre.phoneOf(agentId);
    // A phone that is connected has the call there: no registration is needed.
    if (phone.talks) return this.prepareSeated(agentId);
    this.checkReachable(agentId);
    if (phone.calls.length > 2 * REMEMBERED) forgetOldCalls(phone);
    const afterMs = lots.whole(0, 100) * 50;
    phone.ringsAfterMs = lots.pick([0, 50, 50, 900]);
    switch (this.closing ? 'answer' : lots.weighted({ answer: 83, drop: 3, refuse: 4, forward: 3, busy: 2, ring: 4, silent: 1 })) {
      case 'answer':
        return void phone.answersAfter(afterMs, lots.exponential(day.meanTalk) + 1);
      case 'drop':
        return void phone.answersAfter(afterMs, lots.pick([0, 0, 1, 30, 700]));
      case 'refuse':
        return void phone.refuses(afterMs);
      case 'forward':
        return void phone.forwards(lots.pick([...FORWARDED.keys()]), afterMs);
      case 'busy':
        return void phone.isBusy();
      case 'ring':
        return void phone.neverAnswers();
      case 'silent':
        return void phone.isSilent();
    }
  }

  /** The phone is connected already: the agent hangs up the call sooner or later, or the phone itself. */
  private prepareSeated(agentId: AgentId): void {
    const { lots, day, centre } = this;
    const does = this.closing ? 'hang-up' : lots.weighted({ 'hang-up': 90, drop: 5, 'drop at once': 5 });
    const afterMs = does === 'drop at once' ? lots.pick([0, 0, 1, 30, 700]) : lots.exponential(day.meanTalk) + 1;
    this.later(afterMs, () => {
      if (does === 'hang-up') this.ask(agentId, 'hang-up');
      else centre.phoneOf(agentId).hangUp();
    });
  }

  /** Decides what the phone will do with the call of a sign-in that keeps it connected. */
  private prepareSignIn(agentId: AgentId): void {
    const { lots } = this;
    const phone = this.centre.phoneOf(agentId);
    if (this.centre.agents.get(agentId)?.connection !== 'permanent' || phone.call !== null) return;
    const afterMs = lots.whole(0, 100) * 50;
    phone.ringsAfterMs = lots.pick([0, 50, 50, 900]);
    const does = lots.weighted({ answer: 77, drop: 4, refuse: 4, forward: 3, busy: 4, ring: 4, silent: 4 });
    if (does === 'answer') phone.answersAfter(afterMs);
    else if (does === 'drop') phone.answersAfter(afterMs, lots.pick([0, 0, 1, 30, 700]));
    else if (does === 'refuse') phone.refuses(afterMs);
    else if (does === 'forward') phone.forwards(lots.pick([...FORWARDED.keys()]), afterMs);
    else if (does === 'busy') phone.isBusy();
    else if (does === 'ring') phone.neverAnswers();
    else phone.isSilent();
  }

  /** Of a phone that registers we know when it cannot be called, some moments later at the latest. */
  private checkReachable(agentId: AgentId): void {
    const { centre } = this;
    const lostAt = this.lostAt.get(agentId) ?? Infinity;
    const agent = centre.agents.get(agentId);
    if (agent?.phone?.kind !== 'sip' || !centre.isUndisturbed) return;
    const connectedUntil = agent.connection === 'permanent' ? (centre.phoneOf(agentId).calls.at(-1)?.endedAt ?? Infinity) : 0;
    // The call that keeps it connected outlives its registration.
    if (connectedUntil > centre.clock.now() - KNOWN_AFTER) return;
    if (centre.clock.now() > lostAt + KNOWN_AFTER) centre.trail.fail(`${agentId} is offered a call and the phone has been lost`);
  }

  private losePhone(agentId: AgentId): void {
    const phone = this.centre.phoneOf(agentId);
    phone.unreachable();
    this.lostAt.set(agentId, this.centre.clock.now());
    this.later(this.lots.exponential(20_000), () => {
      phone.isBack();
      this.lostAt.delete(agentId);
    });
  }

  private statusOf(agentId: AgentId): AgentStatus | null {
    return this.centre.engine?.agentStatus(agentId) ?? null;
  }

  /** What is said meanwhile is nobody's business. */
  private readsOutACard(agentId: AgentId): void {
    this.ask(agentId, 'pause-recording');
    this.later(this.lots.exponential(8_000), () => this.ask(agentId, 'resume-recording'));
  }

  private transfer(agentId: AgentId, mode: 'blind' | 'attended'): void {
    const { lots, centre } = this;
    const to: TransferTarget = lots.pick([
      { kind: 'agent', agentId: lots.pick([...centre.agents.keys()]) },
      { kind: 'queue', queueId: lots.pick([...centre.queues.keys()]) },
      { kind: 'number', number: lots.pick(OFFICES) },
    ]);
    centre.ask(agentId, { type: 'transfer', to, mode }).catch((fault: unknown) => centre.trail.fail(String(fault)));
  }

  private ask(agentId: AgentId, type: Exclude<AgentRequest['type'], 'transfer' | 'hear-message'>): void {
    if ((this.closing || !this.onDuty(agentId)) && (type === 'sign-in' || type === 'pause')) return;
    const request = (type === 'pause' ? { type, reason: this.lots.pick([null, 'coffee']) } : { type }) as AgentRequest;
    if (type === 'sign-in') this.prepareSignIn(agentId);
    // Told before it is asked: what follows may be a call in the same instant.
    if (type === 'end-wrap-up' && this.statusOf(agentId)?.state === 'wrap-up') this.witness.wrapUpEnded(agentId);
    this.centre.ask(agentId, request).catch((fault: unknown) => this.centre.trail.fail(String(fault)));
  }

  private later(ms: number, act: () => void): void {
    const { clock } = this.centre;
    clock.at(clock.now() + ms, act);
  }
}

function forgetOldCalls(phone: FakePhone): void {
  const kept = phone.calls.filter((call, index) => call.endedAt === null || index >= phone.calls.length - REMEMBERED);
  phone.calls.splice(0, phone.calls.length, ...kept);
}
