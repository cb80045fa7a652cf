import { agentLine, agentLineOf } from '../core/acd/agent-line.js';
import type { AgentStatus } from '../core/acd/agent-state.js';
import type { AgentResumption } from '../core/acd/floor-events.js';
import type { QueueSettings, SkillGroupSettings } from '../core/acd/floor-settings.js';
import type { OpenRecording } from '../core/calls/recordings.js';
import { Switchboard } from '../core/calls/switchboard.js';
import type { CallbackRecord } from '../core/callbacks/callback-record.js';
import type { CallFact, CallRecord, JournalEntry, MessageFact } from '../core/journal/facts.js';
import type { AgentId, LegId, QueueId } from '../core/kernel/ids.js';
import { AgentPhones } from './agent-phones.js';
import { AgentRequests } from './agent-requests.js';
import { Arrivals } from './arrivals.js';
import { planCallback, type CallbackRequest } from './callback-requests.js';
import { Callbacks } from './callbacks.js';
import { CallsInProgress } from './calls-in-progress.js';
import { ConversationRecordings } from './conversation-recordings.js';
import type { AgentRequest, Desk, DeskAgent, FactOfOthers, LiveView } from './desk.js';
import { DialledExtensions } from './dialled-extensions.js';
import type { EngineInsides, EnginePorts } from './engine-ports.js';
import { FloorTimers } from './floor-timers.js';
import { FloorWriter } from './floor-writer.js';
import { KeptMessages } from './kept-messages.js';
import { liveView } from './live-view.js';
import { MessagePlayback } from './message-playback.js';
import { Offers } from './offers.js';
import { OpenCallbacks } from './open-callbacks.js';
import { OrderClerk } from './order-clerk.js';
import { OutboundLines } from './outbound-lines.js';
import { PbxEvents } from './pbx-events.js';
import { Reconciler } from './reconciler.js';
import { Seats } from './seats.js';
import { SignInCalls } from './sign-in-calls.js';
import { Supervisions } from './supervisions.js';
import { Turns } from './turns.js';
import { WaitingLine } from './waiting-line.js';
import { within } from './within.js';

/** What is still being hung up when the backend stops is given so long. */
const STOP_SECONDS = 1;

/**
 * Everything that happens while calls are served. Events of the PBX, of people and of timers reach the floor through its one writer; its
 * orders go to the telephones and its facts to the journal. What calls do between two decisions they do on their own.
 */
export class Engine implements Desk {
  private readonly writer: FloorWriter;
  private readonly switchboard = new Switchboard();
  private readonly timers: FloorTimers;
  private readonly outbound: OutboundLines;
  private readonly book: OpenCallbacks;
  private readonly callbacks: Callbacks;
  private readonly phones: AgentPhones;
  private readonly seats: Seats;
  private readonly signIns: SignInCalls;
  private readonly calls: CallsInProgress;
  private readonly turns: Turns;
  private readonly offers: Offers;
  private readonly recordings: ConversationRecordings;
  private readonly arrivals: Arrivals;
  private readonly reconciler: Reconciler;
  private readonly requests: AgentRequests;
  private readonly extensions: DialledExtensions;
  private readonly events: PbxEvents;
  readonly supervisions: Supervisions;

  constructor(private readonly ports: EnginePorts) {
    const { telephony, clock, journal, log, directory } = ports;
    const { switchboard } = this;
    const writer = (this.writer = new FloorWriter(ports));
    const { floor } = writer;
    this.timers = new FloorTimers(clock, (key) => {
      writer.post({ type: 'timer-fired', key });
    });
    this.outbound = new OutboundLines(ports.trunk);
    this.extensions = new DialledExtensions(directory);
    this.phones = new AgentPhones(telephony, this.outbound, log);
    const seats = (this.seats = new Seats({ ...ports, switchboard, phones: this.phones, writer }));
    const release = (leg: LegId): void => {
      seats.letGo(leg);
    };
    const signIns = (this.signIns = new SignInCalls({
      ...ports,
      switchboard,
      phones: this.phones,
      outbound: this.outbound,
      seats,
      writer,
      letGo: release,
    }));
    this.turns = new Turns((callId) => {
      writer.post({ type: 'caller-left', callId });
    });
    const { timers, phones, turns } = this;
    const mailbox = new KeptMessages(ports);
    const recordings = (this.recordings = new ConversationRecordings({ ...ports, switchboard }));
    const book = (this.book = new OpenCallbacks({ ...ports, dialPolicy: ports.trunk.dialPolicy }));
    const record = (fact: CallFact): void => {
      // Its callback is closed before the call is: whoever dies in between has closed both, and nobody is called again after they talked.
      this.callbacks.hear(fact);
      journal.record(fact);
    };
    const line = new WaitingLine({ ...ports, writer, turns, letGo: release });
    this.calls = new CallsInProgress({
      ...ports,
      switchboard,
      outbound: this.outbound,
      extensions: this.extensions,
      agentLegs: seats,
      mailbox,
      recordings,
      callbacks: book,
      record,
      line,
    });
    this.offers = new Offers({ ...ports, phones, seats, outbound: this.outbound, switchboard, writer, record, letGo: release });
    const { calls, offers } = this;
    const callbacks = (this.callbacks = new Callbacks({
      ...ports,
      book,
      line,
      calls,
      offers,
      writer,
      switchboard,
      outbound: this.outbound,
      agentLegs: seats,
      ready: () => this.reconciler.settled,
    }));
    writer.factsTo((fact) => {
      callbacks.hearFloor(fact);
    });
    const clerk = new OrderClerk({ timers, offers, turns, calls, callbacks, writer, letGo: release });
    writer.ordersTo((order) => {
      clerk.carryOut(order);
    });
    this.arrivals = new Arrivals(directory, telephony, calls, journal, clock, log);
    this.reconciler = new Reconciler({
      ...ports,
      mailbox,
      recordings,
      wishes: book,
      outbound: this.outbound,
      floor,
      calls,
      offers,
      seats,
      signIns,
      turns,
      callbacks,
      record,
      arrivals: this.arrivals,
      switchboard,
      writer,
    });
    const { outbound, extensions, reconciler } = this;
    const common = { ...ports, switchboard, writer, phones, seats, outbound, reconciler };
    const messages = new MessagePlayback({ ...common, letGo: release });
    const supervisions = (this.supervisions = new Supervisions({ ...common, calls, letGo: release }));
    this.requests = new AgentRequests({ ...common, calls, callbacks, extensions, directory, signIns, messages, recordings });
    const { arrivals, requests } = this;
    this.events = new PbxEvents({ ...common, arrivals, requests, messages, supervisions });
  }

  /** Listens to the PBX from now on. What is configured before is on the floor already when the first call arrives. */
  start(): void {
    this.ports.telephony.listen((event) => {
      this.writer.inTurn(() => {
        this.events.on(event);
      });
    });
    if (!this.ports.telephony.ready) return;
    this.writer.inTurn(() => {
      this.events.ready();
    });
  }

  /** Lets go of everything without touching the calls: they live on at the PBX until the next start. */
  async stop(): Promise<void> {
    this.writer.stop();
    this.ports.telephony.listen(() => undefined);
    this.reconciler.stop();
    this.timers.close();
    this.signIns.abandonAll();
    this.supervisions.abandonAll();
    this.recordings.stop();
    this.callbacks.stop();
    this.turns.freeze();
    await within(this.ports.clock, STOP_SECONDS, this.calls.suspendAll());
    await this.ports.journal.close();
  }

  configureQueue(queue: QueueSettings): void {
    this.extensions.configureQueue(queue);
    this.writer.post({ type: 'queue-configured', queue });
  }

  removeQueue(queueId: QueueId): void {
    this.writer.demand({ type: 'queue-removed', queueId });
    this.extensions.removeQueue(queueId);
  }

  configureAgent(agent: DeskAgent): void {
    const { agentId, skills } = agent;
    this.phones.configure(agent);
    this.extensions.configureAgent(agent);
    this.writer.post({ type: 'agent-configured', agent: { agentId, skills } });
    this.writer.post({ type: 'queue-configured', queue: agentLine(agentId) });
    if (agent.phone !== null && !this.phones.registers(agentId)) {
      this.writer.post({ type: 'phone-reachability', agentId, reachable: true });
    }
  }

  removeAgent(agentId: AgentId): void {
    this.writer.demand({ type: 'agent-removed', agentId });
    this.writer.post({ type: 'queue-removed', queueId: agentLineOf(agentId) });
    this.phones.remove(agentId);
    this.extensions.removeAgent(agentId);
  }

  withdrawPhone(accountName: string): Promise<void> {
    return this.phones.withdraw(accountName);
  }

  configureSkillGroups(groups: readonly SkillGroupSettings[]): void {
    this.writer.post({ type: 'skill-groups-configured', groups });
  }

  resumeAgents(agents: readonly AgentResumption[]): void {
    for (const agent of agents) this.writer.post({ type: 'agent-resumed-after-restart', agent: this.phones.asSignedIn(agent) });
  }

  resumeCalls(calls: readonly CallRecord[]): void {
    for (const call of calls) this.calls.remember(call);
  }

  resumeMessages(calls: readonly CallRecord[], told: readonly MessageFact[]): void {
    this.reconciler.resumeMessages(calls, told);
  }

  resumeCallbacks(callbacks: readonly CallbackRecord[]): void {
    this.book.resume(callbacks);
  }

  resumeRecordings(recordings: readonly OpenRecording[]): void {
    this.recordings.resume(recordings);
  }

  planCallback(request: CallbackRequest): CallbackRecord {
    const { book, calls, writer, ports } = this;
    return planCallback({ ...ports, book, calls, writer }, request);
  }

  confirmCallback(callbackId: string): CallbackRecord {
    return this.book.confirm(callbackId);
  }

  cancelCallback(callbackId: string): void {
    this.book.cancel(callbackId);
  }

  ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus> {
    return this.requests.ask(agentId, request);
  }

  agentStatus(agentId: AgentId): AgentStatus {
    return this.requests.statusOf(agentId);
  }

  live(): LiveView {
    return liveView(this.writer.floor, this.ports.estimator, this.calls.all(), this.ports.clock.now());
  }

  missing(): readonly string[] {
    return [...(this.reconciler.settled ? [] : ['pbx']), ...(this.ports.journal.behind ? ['database'] : [])];
  }

  record(fact: FactOfOthers): void {
    this.ports.journal.record(fact);
    if (fact.type === 'call-disposed') this.callbacks.hearDisposition(fact.callId, fact.code);
  }

  subscribe(listener: (entry: JournalEntry) => void): () => void {
    return this.ports.journal.subscribe(listener);
  }

  /** What is open now: for checks at rest, and for a dump before a supervised restart. */
  inspect(): EngineInsides {
    return {
      floor: this.writer.floor,
      calls: this.calls.all(),
      openOffers: this.offers.open,
      seats: this.seats.count,
      signIns: this.signIns.underWay,
      watched: this.switchboard.watched,
      timers: this.timers.armed,
      callbacks: this.callbacks.insides(),
    };
  }
}
