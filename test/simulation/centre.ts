import { agentLine, agentLineOf } from '../../src/core/acd/agent-line.js';
import type { AgentStatus } from '../../src/core/acd/agent-state.js';
import type { ConfigurationEvent, HistoryItem } from '../../src/core/acd/floor-history.js';
import type { QueueSettings, SkillGroupSettings } from '../../src/core/acd/floor-settings.js';
import { CAUTIOUS_POLICY } from '../../src/core/dialling/dial-policy.js';
import { WaitEstimator } from '../../src/core/estimation/wait-estimator.js';
import type { JournalEntry } from '../../src/core/journal/facts.js';
import type { AgentId, QueueId, SkillId } from '../../src/core/kernel/ids.js';
import { Refusal } from '../../src/core/kernel/refusal.js';
import type { Instant } from '../../src/core/kernel/time.js';
import { readSavedLeg } from '../../src/core/calls/saved-call.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import type { DialRequest, TelephonyEvent } from '../../src/core/ports/telephony.js';
import type { AgentRequest, DeskAgent } from '../../src/engine/desk.js';
import { Engine } from '../../src/engine/engine.js';
import { Journal } from '../../src/engine/journal.js';
import { CountingIds } from '../support/counting-ids.js';
import type { FakePhone } from '../support/fake-telephony/fake-phone.js';
import { FakeSoundFiles } from '../support/fake-telephony/fake-sound-files.js';
import { FakeTelephony } from '../support/fake-telephony/fake-telephony.js';
import { Life } from '../support/life.js';
import { VirtualClock } from '../support/virtual-clock.js';
import type { CentrePlan } from './centre-plan.js';
import { MemoryDisk } from './memory-disk.js';
import { settleOutside } from './outside.js';
import { RestingPlace } from './resting-place.js';
import { directoryOf } from './simulated-directory.js';
import { Trail } from './trail.js';

export type Outage = { readonly from: Instant; to: Instant | null };

/** Milliseconds in which what an outage left behind is cleared away, the slowest request and the latest event included. */
const PUT_RIGHT_AFTER = 2_000;

/** The real engine over a fake PBX in virtual time, which can die and start again; and the configuration, which outlives it. */
export class Centre {
  readonly clock = new VirtualClock();
  readonly pbx = new FakeTelephony(this.clock);
  readonly soundFiles = new FakeSoundFiles(this.pbx);
  readonly database = new RestingPlace();
  readonly trail = new Trail();
  readonly queues = new Map<QueueId, QueueSettings>();
  readonly agents = new Map<AgentId, DeskAgent>();
  readonly campaigns = new Map<string, CampaignPlan>();
  /** Every version of every campaign: a call keeps the one it began with. */
  readonly versions = new Map<string, CampaignPlan>();
  readonly outages: Outage[] = [];
  /** Times at which our own disk, or the PBX's, took no sound. */
  readonly fullDisks: Outage[] = [];
  /** What the floor was told since it was made, or since somebody took the list away. */
  history: HistoryItem[] = [];
  /** Null while the process is down. */
  engine: Engine | null = null;
  /** Counts the processes so far. */
  lives = 0;
  private skillGroups: readonly SkillGroupSettings[];
  private readonly ids: CountingIds;
  private readonly disk = new MemoryDisk();
  private life = new Life();
  private factsToLive = Infinity;
  private readonly factWatchers: ((entry: JournalEntry) => void)[] = [];
  private readonly eventWatchers: ((event: TelephonyEvent) => void)[] = [];
  private readonly dialWatchers: ((request: DialRequest) => void)[] = [];
  private readonly startWatchers: (() => void)[] = [];
  private readonly deathWatchers: (() => void)[] = [];

  constructor(
    seed: number,
    private readonly plan: CentrePlan,
  ) {
    this.ids = new CountingIds(seed);
    this.skillGroups = plan.skillGroups;
    for (const queue of plan.queues) this.queues.set(queue.queueId, queue);
    for (const agent of plan.agents) this.agents.set(agent.agentId, agent);
    for (const [did, campaign] of plan.campaigns) this.configureCampaign(did, campaign);
    for (const agent of plan.agents) this.phoneOf(agent.agentId);
    settleOutside(this.pbx);
  }

  onFact(watcher: (entry: JournalEntry) => void): void {
    this.factWatchers.push(watcher);
  }

  onEvent(watcher: (event: TelephonyEvent) => void): void {
    this.eventWatchers.push(watcher);
  }

  /** We ask the PBX to call somebody. */
  onDial(watcher: (request: DialRequest) => void): void {
    this.dialWatchers.push(watcher);
  }

  /** The process has died; told in an instant of its own. */
  onDeath(watcher: () => void): void {
    this.deathWatchers.push(watcher);
  }

  /** A new process with an empty floor begins. */
  onStart(watcher: () => void): void {
    this.startWatchers.push(watcher);
  }

  /** Rejects while the database is away: what calls and agents were doing is read there. A process that cannot start ends. */
  async start(): Promise<void> {
    const life = (this.life = new Life());
    await this.begin(life).catch((fault: unknown) => {
      life.end();
      throw fault;
    });
  }

  private async begin(life: Life): Promise<void> {
    this.lives += 1;
    const clock = life.clock(this.clock);
    const log = this.trail.log;
    const journal = new Journal(clock, this.ids, life.disk(this.disk), this.database, log);
    await journal.recover();
    this.history = [];
    for (const watcher of this.startWatchers) watcher();
    journal.subscribe((entry) => {
      if (!life.isOver) this.hear(entry);
    });
    const telephony = life.telephony(this.pbx, {
      request: (name, args) => {
        this.trail.request(this.clock.now(), name, args);
        if (name === 'dial') for (const watcher of this.dialWatchers) watcher(args[0] as DialRequest);
      },
      event: (event) => {
        this.trail.event(this.clock.now(), event);
        for (const watcher of this.eventWatchers) watcher(event);
      },
    });
    const engine = new Engine({
      telephony,
      clock,
      ids: this.ids,
      directory: directoryOf(this.campaigns, this.versions, this.plan.timeZoneOf),
      journal,
      estimator: new WaitEstimator(),
      trunk: { trunkPattern: 'PJSIP/{number}@carrier', dialPolicy: () => this.plan.dialPolicy ?? CAUTIOUS_POLICY },
      ivrRequests: { ask: () => Promise.resolve({ outcome: 'failed', reason: 'nobody is there' }) },
      speech: { spoken: () => Promise.resolve(null) },
      calendars: { open: () => null },
      messagesDirectory: '/messages',
      recordingsDirectory: '/recordings',
      soundFiles: life.soundFiles(this.soundFiles),
      log,
    });
    this.engine = engine;
    for (const agent of this.agents.values()) this.configureAgent(agent);
    for (const queue of this.queues.values()) this.configureQueue(queue);
    this.configureSkillGroups(this.skillGroups);
    this.database.tell(engine);
    engine.start();
  }

  /** kill -9: from this instant on nothing of the process has any effect, though it may be in the middle of a decision. */
  kill(): void {
    if (this.life.isOver) return;
    this.trail.note(this.clock.now(), 'the process is killed');
    this.life.end();
    this.engine = null;
    this.clock.at(this.clock.now(), () => {
      this.pbx.listen(() => undefined);
      this.loseLine();
      for (const watcher of this.deathWatchers) watcher();
    });
  }

  /** Kills when the journal has taken this many facts more. */
  killAfterFacts(count: number): void {
    this.factsToLive = count;
  }

  loseLine(): void {
    this.beginOutage();
    this.pbx.loseConnection();
  }

  restartPbx(): void {
    this.beginOutage();
    this.pbx.restartPbx();
  }

  /** Engine and PBX are in step, as far as the engine knows. */
  get isSettled(): boolean {
    return this.engine !== null && !this.engine.missing().includes('pbx');
  }

  /** No line was lost lately, so that nothing of it is still to be put right. */
  get isUndisturbed(): boolean {
    return this.wasUndisturbed(this.clock.now());
  }

  wasUndisturbed(at: Instant): boolean {
    return !this.outages.some(({ from, to }) => from <= at && (to === null || at <= to + PUT_RIGHT_AFTER));
  }

  /** Skills whose best agent at work serves alone. */
  get strictSkills(): ReadonlySet<SkillId> {
    return new Set(this.skillGroups.filter(({ autoDecrement }) => !autoDecrement).flatMap(({ skillIds }) => skillIds));
  }

  configureQueue(queue: QueueSettings): void {
    this.queues.set(queue.queueId, queue);
    this.configured({ type: 'queue-configured', queue }, (engine) => engine.configureQueue(queue));
  }

  configureCampaign(did: string, plan: CampaignPlan): void {
    this.campaigns.set(did, plan);
    this.versions.set(`${plan.campaignId}/${String(plan.version)}`, plan);
  }

  configureAgent(agent: DeskAgent): void {
    this.agents.set(agent.agentId, agent);
    const { agentId, skills } = agent;
    this.configured({ type: 'agent-configured', agent: { agentId, skills } }, (engine) => engine.configureAgent(agent));
    this.configured({ type: 'queue-configured', queue: agentLine(agentId) }, () => undefined);
  }

  configureSkillGroups(groups: readonly SkillGroupSettings[]): void {
    this.skillGroups = groups;
    this.configured({ type: 'skill-groups-configured', groups }, (engine) => engine.configureSkillGroups(groups));
  }

  /** What an agent asks of the desk; null when it was refused, or nobody was there to be asked. */
  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus | null> {
    const { engine } = this;
    if (engine === null) return null;
    this.trail.note(this.clock.now(), `${agentId} asks to ${request.type}`);
    try {
      return await engine.ask(agentId, request);
    } catch (fault) {
      if (!(fault instanceof Refusal) && this.isSettled) this.trail.fail(`${agentId} asked to ${request.type}: ${String(fault)}`);
      return null;
    }
  }

  /** Of the operator's, or the line of one agent. */
  queueOf(queueId: QueueId): QueueSettings | undefined {
    const owner = [...this.agents.keys()].find((agentId) => agentLineOf(agentId) === queueId);
    return owner === undefined ? this.queues.get(queueId) : agentLine(owner);
  }

  phoneOf(agentId: AgentId): FakePhone {
    const phone = this.agents.get(agentId)?.phone;
    if (phone == null) throw new Error(`agent ${agentId} has no phone`);
    if (phone.kind === 'sip') return this.pbx.phone(phone.accountName);
    return this.pbx.endpoint(phone.kind === 'endpoint' ? phone.endpoint : `PJSIP/${phone.number}@carrier`);
  }

  /** Nothing is on the PBX but phones that stay connected while their agents are signed in. */
  get callsAreOver(): boolean {
    const { legs, bridges } = this.pbx.look();
    return bridges.length === 0 && legs.every(({ saved }) => readSavedLeg(saved)?.kind === 'seat');
  }

  /** The process ends in good order. */
  async stop(): Promise<void> {
    await this.engine?.stop();
  }

  private configured(event: ConfigurationEvent, tell: (engine: Engine) => void): void {
    if (this.engine === null) return;
    this.history.push({ at: this.clock.now(), event });
    tell(this.engine);
  }

  private hear(entry: JournalEntry): void {
    this.trail.fact(entry);
    for (const watcher of this.factWatchers) watcher(entry);
    this.factsToLive -= 1;
    if (this.factsToLive > 0) return;
    this.factsToLive = Infinity;
    this.kill();
  }

  private beginOutage(): void {
    if (this.outages.at(-1)?.to === null) return;
    const outage: Outage = { from: this.clock.now(), to: null };
    this.outages.push(outage);
    const look = (): void => {
      if (this.isSettled) outage.to = this.clock.now();
      else this.clock.at(this.clock.now() + 50, look);
    };
    this.clock.at(this.clock.now() + 1, look);
  }
}
