import type { AgentStatus } from '../core/acd/agent-state.js';
import type { Decision } from '../core/acd/decision.js';
import type { AgentResumption, FloorEvent } from '../core/acd/floor-events.js';
import type { FloorFact } from '../core/acd/floor-facts.js';
import { agentStatus, createFloor, decide, type Floor } from '../core/acd/floor.js';
import type { QueueSettings, SkillGroupSettings } from '../core/acd/floor-settings.js';
import type { Call } from '../core/calls/call.js';
import { letGo } from '../core/calls/let-go.js';
import { Switchboard } from '../core/calls/switchboard.js';
import type { WaitEstimator } from '../core/estimation/wait-estimator.js';
import type { CallRecord, JournalEntry } from '../core/journal/facts.js';
import type { AgentId, LegId, QueueId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import type { Instant } from '../core/kernel/time.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type Telephony, type TelephonyEvent } from '../core/ports/telephony.js';
import { AgentPhones, type PhoneSettings } from './agent-phones.js';
import { Arrivals } from './arrivals.js';
import { CallsInProgress } from './calls-in-progress.js';
import type { AgentRequest, Desk, DeskAgent, LiveView } from './desk.js';
import { FloorTimers } from './floor-timers.js';
import { Inbox } from './inbox.js';
import type { Journal } from './journal.js';
import { liveView } from './live-view.js';
import { Offers } from './offers.js';
import { OrderClerk } from './order-clerk.js';
import { Reconciler } from './reconciler.js';
import { Turns } from './turns.js';
import { WaitingLine } from './waiting-line.js';

export interface EnginePorts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly directory: CampaignDirectory;
  readonly journal: Journal;
  readonly phones: PhoneSettings;
  readonly estimator: WaitEstimator;
  readonly log: Log;
}

export interface EngineInsides {
  readonly floor: Floor;
  readonly calls: readonly Call[];
  readonly openOffers: number;
  /** Legs and playbacks that somebody listens to. */
  readonly watched: number;
  /** Keys of the floor's timers. */
  readonly timers: readonly string[];
}

/** So many facts are told when the floor contradicts itself. */
const FACTS_TOLD = 50;

/**
 * The one writer of the floor. Events of the PBX, of people and of timers come in through one inbox; the floor decides; its orders go to
 * the telephones and its facts to the journal. What calls do between two decisions they do on their own.
 */
export class Engine implements Desk {
  private readonly inbox = new Inbox();
  private readonly floor: Floor;
  private readonly switchboard = new Switchboard();
  private readonly timers: FloorTimers;
  private readonly phones: AgentPhones;
  private readonly calls: CallsInProgress;
  private readonly clerk: OrderClerk;
  private readonly reconciler: Reconciler;
  private readonly arrivals: Arrivals;
  private readonly offers: Offers;
  private readonly turns: Turns;
  private stopped = false;
  private readonly lastFacts: FloorFact[] = [];

  constructor(private readonly ports: EnginePorts) {
    const { telephony, clock, ids, journal, log } = ports;
    this.floor = createFloor(ids);
    this.timers = new FloorTimers(clock, (key) => {
      this.post({ type: 'timer-fired', key });
    });
    this.phones = new AgentPhones(telephony, ports.phones, log);
    const post = (event: FloorEvent): void => {
      this.post(event);
    };
    const inTurn = (work: () => void): void => {
      this.inbox.post(work);
    };
    const release = (leg: LegId): void => {
      this.switchboard.forget(leg);
      void letGo(ports, leg, 'normal');
    };
    const turns = (this.turns = new Turns((callId) => {
      post({ type: 'caller-left', callId });
    }));
    const decideNow = (event: FloorEvent): Refusal | null => this.work(event);
    this.calls = new CallsInProgress({
      telephony,
      clock,
      ids,
      switchboard: this.switchboard,
      log,
      record: (fact) => {
        journal.record(fact);
      },
      line: new WaitingLine({ ...ports, floor: this.floor, turns, inTurn, decide: decideNow, letGo: release }),
    });
    const offers = (this.offers = new Offers(
      telephony,
      this.phones,
      this.switchboard,
      {
        ringing: (offerId) => {
          post({ type: 'offer-ringing', offerId });
        },
        answered: (offerId) => {
          post({ type: 'offer-answered', offerId });
        },
        failed: (offerId, failure) => {
          post({ type: 'offer-failed', offerId, failure });
        },
      },
      release,
      log,
    ));
    this.clerk = new OrderClerk({ timers: this.timers, offers, turns, calls: this.calls, post, letGo: release });
    this.arrivals = new Arrivals(ports.directory, telephony, this.calls, journal, clock, log);
    this.reconciler = new Reconciler({
      ...ports,
      floor: this.floor,
      calls: this.calls,
      offers,
      arrivals: this.arrivals,
      switchboard: this.switchboard,
      turns,
      post,
      inTurn,
    });
  }

  /** Listens to the PBX from now on. What is configured before is on the floor already when the first call arrives. */
  start(): void {
    this.ports.telephony.listen((event) => {
      this.inbox.post(() => {
        this.onTelephony(event);
      });
    });
    if (this.ports.telephony.ready)
      this.inbox.post(() => {
        this.onReady();
      });
  }

  /** Lets go of everything without touching the calls: they live on at the PBX until the next start. */
  async stop(): Promise<void> {
    // From here on nothing that happens changes the floor: what callers and agents were doing is left as it is for the next start.
    this.stopped = true;
    this.ports.telephony.listen(() => undefined);
    this.reconciler.stop();
    this.timers.close();
    this.turns.freeze();
    await this.calls.suspendAll();
    await this.ports.journal.close();
  }

  configureQueue(queue: QueueSettings): void {
    this.post({ type: 'queue-configured', queue });
  }

  removeQueue(queueId: QueueId): void {
    this.demand({ type: 'queue-removed', queueId });
  }

  configureAgent(agent: DeskAgent): void {
    this.phones.configure(agent);
    this.post({ type: 'agent-configured', agent: { agentId: agent.agentId, skills: agent.skills } });
    if (agent.phone !== null && !this.phones.registers(agent.agentId)) {
      this.post({ type: 'phone-reachability', agentId: agent.agentId, reachable: true });
    }
  }

  removeAgent(agentId: AgentId): void {
    this.demand({ type: 'agent-removed', agentId });
    this.phones.remove(agentId);
  }

  configureSkillGroups(groups: readonly SkillGroupSettings[]): void {
    this.post({ type: 'skill-groups-configured', groups });
  }

  resumeAgents(agents: readonly AgentResumption[]): void {
    for (const agent of agents) this.post({ type: 'agent-resumed-after-restart', agent });
  }

  resumeCalls(calls: readonly CallRecord[]): void {
    for (const call of calls) this.calls.remember(call);
  }

  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus> {
    if (request.type === 'hang-up') await this.hangUp(agentId);
    else this.demand(eventOf(agentId, request));
    return this.agentStatus(agentId);
  }

  agentStatus(agentId: AgentId): AgentStatus {
    const status = agentStatus(this.floor, agentId);
    if (status === null) throw new Refusal('not-found', 'agent-not-found', 'There is no such agent on the floor.');
    return status;
  }

  live(): LiveView {
    return liveView(this.floor, this.ports.estimator, this.calls.all(), this.ports.clock.now());
  }

  missing(): readonly string[] {
    return [...(this.reconciler.settled ? [] : ['pbx']), ...(this.ports.journal.behind ? ['database'] : [])];
  }

  subscribe(listener: (entry: JournalEntry) => void): () => void {
    return this.ports.journal.subscribe(listener);
  }

  /** What is open now: for checks at rest, and for a dump before a supervised restart. */
  inspect(): EngineInsides {
    return {
      floor: this.floor,
      calls: this.calls.all(),
      openOffers: this.offers.open,
      watched: this.switchboard.watched,
      timers: this.timers.armed,
    };
  }

  private async hangUp(agentId: AgentId): Promise<void> {
    const { callId } = this.agentStatus(agentId);
    const phase = callId === null ? null : this.calls.find(callId)?.lastEntered;
    if (phase?.name !== 'conversation') {
      if (callId !== null && !this.reconciler.settled) throw pbxUnavailable();
      throw new Refusal('wrong-state', 'no-call', 'The agent is not in a call.');
    }
    try {
      await this.ports.telephony.hangUp(phase.agentLeg, 'normal');
    } catch (fault) {
      if (fault instanceof PbxUnreachable) throw pbxUnavailable();
      throw fault;
    }
  }

  private onTelephony(event: TelephonyEvent): void {
    if (event.type === 'pbx-ready') this.onReady();
    else if (event.type === 'pbx-lost') this.reconciler.lost();
    else if (event.type === 'call-arrived') this.arrivals.welcome(event);
    else if (event.type === 'phone-dialled') this.arrivals.turnAway(event.leg);
    else if (event.type === 'phone-reachable') this.onPhone(event.phone, event.reachable);
    else {
      this.reconciler.overhear(event);
      // A phone that is answered for nobody must not be left in silence.
      if (!this.switchboard.dispatch(event) && event.type === 'leg-answered') void letGo(this.ports, event.leg, 'normal');
    }
  }

  private onReady(): void {
    this.phones.provisionAll();
    this.reconciler.ready();
  }

  private onPhone(phone: string, reachable: boolean): void {
    const agentId = this.phones.ownerOf(phone);
    if (agentId !== null) this.post({ type: 'phone-reachability', agentId, reachable });
  }

  private post(event: FloorEvent): void {
    this.inbox.post(() => {
      this.work(event);
    });
  }

  /** As `post`, but whoever asked hears the refusal. Requests come in from outside the inbox, so the decision is made on return. */
  private demand(event: FloorEvent): void {
    const refusals: Refusal[] = [];
    this.inbox.post(() => {
      const refusal = this.work(event);
      if (refusal !== null) refusals.push(refusal);
    });
    for (const refusal of refusals) throw refusal;
  }

  private work(event: FloorEvent): Refusal | null {
    if (this.stopped) return null;
    const now = this.ports.clock.now();
    const { orders, facts, refusal } = this.decideOrDie(event, now);
    for (const fact of facts) {
      this.ports.journal.record(fact);
      this.ports.estimator.learn(fact, now);
    }
    for (const order of orders) this.clerk.carryOut(order);
    return refusal === null ? null : new Refusal('wrong-state', refusal.code, refusal.message);
  }
  /** A contradiction on the floor is a bug: the last facts are told, and nothing is built on what may be half done. */
  private decideOrDie(event: FloorEvent, now: Instant): Decision {
    try {
      const decision = decide(this.floor, event, now);
      this.lastFacts.push(...decision.facts);
      this.lastFacts.splice(0, this.lastFacts.length - FACTS_TOLD);
      return decision;
    } catch (fault) {
      this.ports.log.error('the floor contradicts itself', { event, fault: String(fault), lastFacts: this.lastFacts });
      this.stopped = true;
      this.ports.die?.(fault);
      throw fault;
    }
  }
}

function pbxUnavailable(): Refusal {
  return new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment; the conversation goes on.');
}

function eventOf(agentId: AgentId, request: Exclude<AgentRequest, { readonly type: 'hang-up' }>): FloorEvent {
  switch (request.type) {
    case 'sign-in':
      return { type: 'sign-in-asked', agentId };
    case 'sign-out':
      return { type: 'sign-out-asked', agentId, reason: null };
    case 'pause':
      return { type: 'pause-asked', agentId, reason: request.reason };
    case 'resume':
      return { type: 'resume-asked', agentId };
    case 'end-wrap-up':
      return { type: 'wrap-up-end-asked', agentId };
  }
}
