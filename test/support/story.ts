import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentStatus } from '../../src/core/acd/agent-state.js';
import type { QueueSettings } from '../../src/core/acd/floor-settings.js';
import { CAUTIOUS_POLICY, type DialPolicy } from '../../src/core/dialling/dial-policy.js';
import { WaitEstimator } from '../../src/core/estimation/wait-estimator.js';
import { isOver, type CallbackRecord } from '../../src/core/callbacks/callback-record.js';
import { isOfMessage, type CallRecord, type Fact } from '../../src/core/journal/facts.js';
import { brandId, type AgentId, type CallId, type CampaignId, type QueueId } from '../../src/core/kernel/ids.js';
import { NO_BRIEFING } from '../../src/core/plan/briefing.js';
import { ALWAYS_OPEN, type CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import { NOT_RECORDED } from '../../src/core/plan/recording-plan.js';
import type { IvrRequests } from '../../src/core/ports/ivr-requests.js';
import type { AgentRequest, DeskAgent } from '../../src/engine/desk.js';
import { callIdOf } from '../../src/engine/calls-in-progress.js';
import { Engine } from '../../src/engine/engine.js';
import { Journal } from '../../src/engine/journal.js';
import { Spill } from '../../src/engine/spill.js';
import { CountingIds } from './counting-ids.js';
import { FakeSpeech } from './fake-speech.js';
import type { FakeCaller } from './fake-telephony/fake-caller.js';
import type { FakePhone } from './fake-telephony/fake-phone.js';
import { FakeSoundFiles } from './fake-telephony/fake-sound-files.js';
import { FakeTelephony } from './fake-telephony/fake-telephony.js';
import { openCalls, signedIn } from './last-known.js';
import { Life } from './life.js';
import { openRecordings } from './open-recordings.js';
import { MemoryStore } from './memory-store.js';
import { SilentLog } from './silent-log.js';
import { callbackPlan } from './callback-plan.js';
import { overflowPlan } from './overflow-plan.js';
import { StoryDirectory } from './story-directory.js';
import { VirtualClock } from './virtual-clock.js';

export const SUPPORT_NUMBER = '+33170000001';
export const SUPPORT_QUEUE = brandId<QueueId>('queue-support');

const PLAN: CampaignPlan = {
  campaignId: brandId<CampaignId>('campaign-support'),
  version: 1,
  name: 'Support',
  language: 'fr',
  running: true,
  opening: ALWAYS_OPEN,
  queueId: SUPPORT_QUEUE,
  priority: 0,
  welcome: { kind: 'builtin', name: 'welcome' },
  welcomeBeforeAnswer: true,
  hold: null,
  whisper: null,
  recording: NOT_RECORDED,
  announcements: { ewtLeadIn: null, ewt: false, ewtCaution: 0.7, position: false, menu: null },
  closed: { message: { kind: 'builtin', name: 'closed' }, then: 'hang-up', rerouteNumber: null, waitingAtClose: 'serve' },
  overflow: overflowPlan({}),
  scenarios: { beforeQueue: null, menu: null, afterAgent: null },
  voicemail: { greeting: { kind: 'builtin', name: 'voicemail-greeting' }, maxSeconds: 180, minSeconds: 2 },
  callback: callbackPlan(),
  displayedNumber: { number: null, forced: false, byPrefix: [] },
  requiredSkills: [],
  afterCall: { wrapUpSeconds: 10, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' },
  briefing: NO_BRIEFING,
};

/** A small call centre in virtual time: the real engine, floor and phases over a fake PBX. A test tells a story with it. */
export class Story {
  readonly clock = new VirtualClock();
  readonly pbx = new FakeTelephony(this.clock);
  readonly store = new MemoryStore();
  readonly log = new SilentLog();
  readonly ids = new CountingIds();
  readonly facts: Fact[] = [];
  readonly directory = new StoryDirectory();
  /** What the outside answers to scenarios; nothing unless told. */
  internet: IvrRequests = { ask: () => Promise.resolve({ outcome: 'failed', reason: 'nobody is there' }) };
  readonly speech = new FakeSpeech(this.clock);
  /** Work schedules by id, open or not. */
  readonly calendars = new Map<string, boolean>();
  /** Where messages and recorded conversations are kept. */
  readonly soundFiles = new FakeSoundFiles(this.pbx);
  engine: Engine;
  /** Hears of every fact that is recorded and, before it leaves, of every request to the PBX. */
  onStep: (what: string) => void = () => undefined;
  /** As the owner has set it now. */
  dialPolicy: DialPolicy = CAUTIOUS_POLICY;
  private life: Life;
  private readonly folder = mkdtempSync(join(tmpdir(), 'guichet-story-'));
  /** How the phones of the agents who come next are connected. */
  connection: DeskAgent['connection'] = 'per-call';
  /** Of the agents who come next. */
  followForwarding = false;
  private readonly team: ({ readonly id: AgentId; readonly name: string } & Pick<DeskAgent, 'followForwarding'> & {
      connection: DeskAgent['connection'];
    })[] = [];
  private queue: QueueSettings = {
    queueId: SUPPORT_QUEUE,
    code: '500',
    distribution: 'longest-idle',
    ringTimeoutSeconds: 15,
    missesBeforePause: 2,
    ageingSeconds: null,
    lastAgentLeaves: 'stay',
    agentIds: [],
  };

  constructor(plan: Partial<CampaignPlan> = {}) {
    this.directory.plans.set(SUPPORT_NUMBER, { ...PLAN, ...plan });
    ({ engine: this.engine, life: this.life } = this.build());
    this.engine.configureQueue(this.queue);
    this.engine.start();
  }

  /** What an administrator changes: calls from now on are led by it. */
  changePlan(plan: Partial<CampaignPlan>): void {
    const now = this.directory.plans.get(SUPPORT_NUMBER) ?? PLAN;
    this.directory.change(SUPPORT_NUMBER, { ...now, ...plan, version: now.version + 1 });
  }

  /** Agents with phones that register, in the support queue, signed in. */
  async agents(...names: string[]): Promise<void> {
    const { connection, followForwarding } = this;
    for (const name of names) this.team.push({ id: brandId<AgentId>(name), name, connection, followForwarding });
    this.queue = { ...this.queue, agentIds: this.team.map(({ id }) => id) };
    for (const name of names) {
      this.configureAgent(name);
      this.phoneOf(name);
    }
    this.engine.configureQueue(this.queue);
    await this.clock.advance(0);
    for (const name of names) {
      this.phoneOf(name).isBack();
      await this.clock.advance(0);
      await this.ask(name, 'sign-in');
    }
  }

  /** What an administrator changes. */
  reconnect(name: string, connection: DeskAgent['connection']): void {
    for (const member of this.team) if (member.name === name) member.connection = connection;
    this.configureAgent(name);
  }

  /** What an agent asks for, and the answer; if it takes time, time passes. */
  async ask(name: string, type: Exclude<AgentRequest['type'], 'pause' | 'transfer' | 'hear-message'>): Promise<AgentStatus> {
    let isOver = false;
    const answer = this.engine.ask(brandId<AgentId>(name), { type }).finally(() => (isOver = true));
    answer.catch(() => undefined);
    await this.clock.until(() => isOver, 60_000, `the answer to ${type}`);
    return answer;
  }

  async caller(from = '+33612345678'): Promise<FakeCaller> {
    const caller = this.pbx.callArrives({ did: SUPPORT_NUMBER, from });
    await this.clock.advance(0);
    return caller;
  }

  /** What an agent's phone hears. */
  hears(name: string): string | null {
    const call = this.phoneOf(name).calls.find(({ endedAt }) => endedAt === null);
    return call?.heard.findLast(({ to }) => to === null)?.what ?? null;
  }

  get queueSettings(): QueueSettings {
    return this.queue;
  }

  /** 201 for the first of the team. */
  extensionOf(name: string): string {
    return String(201 + this.team.findIndex((member) => member.name === name));
  }

  phoneOf(name: string): FakePhone {
    return this.pbx.phone(name);
  }

  /** A number outside, or an endpoint of the operator's. */
  phoneAt(endpoint: string): FakePhone {
    return this.pbx.endpoint(endpoint);
  }

  callIdOf({ leg }: FakeCaller): CallId {
    return callIdOf(leg);
  }

  statusOf(name: string): AgentStatus {
    return this.engine.agentStatus(brandId<AgentId>(name));
  }

  /** The records of all calls that ended, in the order of their endings. */
  get ended(): CallRecord[] {
    return this.facts.flatMap((fact) => (fact.type === 'call-ended' ? [fact.call] : []));
  }

  /** Every callback as it is, in the order of the requests. */
  get callbacks(): CallbackRecord[] {
    const callbacks = new Map<string, CallbackRecord>();
    for (const fact of this.facts) if ('callback' in fact) callbacks.set(fact.callback.callbackId, fact.callback);
    return [...callbacks.values()];
  }

  /** Types of the facts about calls and offers, in order. */
  get happened(): string[] {
    return this.facts.map(({ type }) => type).filter((type) => type !== 'agent-state' && type !== 'phase-entered');
  }

  /** kill -9 and a new start: memory is gone, the PBX and the disk are not. */
  async killAndRestart(awayMs = 0): Promise<void> {
    this.kill();
    await this.clock.advance(awayMs);
    this.restart();
    await this.clock.advance(0);
  }

  /** From this instant on nothing of the process has any effect, though it may be in the middle of a decision. */
  kill(): void {
    this.life.end();
    this.pbx.listen(() => undefined);
    this.pbx.loseConnection();
  }

  restart(): void {
    const open = openCalls(this.facts);
    const agents = signedIn(this.facts);
    ({ engine: this.engine, life: this.life } = this.build());
    for (const { name } of this.team) this.configureAgent(name);
    this.engine.configureQueue(this.queue);
    this.engine.resumeAgents(agents);
    this.engine.resumeCalls(open);
    const unkept = this.ended.filter(({ ending, recording }) => ending?.how === 'failed' && recording !== undefined);
    this.engine.resumeMessages(unkept, this.facts.filter(isOfMessage));
    this.engine.resumeCallbacks(this.callbacks.filter((callback) => !isOver(callback)));
    this.engine.resumeRecordings(openRecordings(this.facts));
    this.engine.start();
    this.pbx.restoreConnection();
  }

  async close(): Promise<void> {
    await this.engine.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private configureAgent(name: string): void {
    const member = this.team.find((agent) => agent.name === name);
    this.engine.configureAgent({
      agentId: brandId<AgentId>(name),
      skills: new Map(),
      displayName: name,
      extension: this.extensionOf(name),
      phone: { kind: 'sip', accountName: name, password: 'secret' },
      connection: member?.connection ?? 'per-call',
      followForwarding: member?.followForwarding ?? false,
    });
  }

  private build(): { engine: Engine; life: Life } {
    const { ids, log } = this;
    const life = new Life();
    const clock = life.clock(this.clock);
    const journal = new Journal(clock, ids, life.disk(new Spill(this.folder, log)), this.store, log);
    journal.subscribe(({ fact }) => {
      if (life.isOver) return;
      this.facts.push(fact);
      this.onStep(fact.type);
    });
    const tap = { request: (name: string) => this.onStep(name), event: () => undefined };
    const engine = new Engine({
      telephony: life.telephony(this.pbx, tap),
      clock,
      ids,
      directory: this.directory,
      journal,
      estimator: new WaitEstimator(),
      trunk: { trunkPattern: 'PJSIP/{number}@carrier', dialPolicy: () => this.dialPolicy },
      ivrRequests: this.internet,
      speech: this.speech,
      calendars: { open: (id) => this.calendars.get(id) ?? null },
      messagesDirectory: join(this.folder, 'messages'),
      recordingsDirectory: join(this.folder, 'recordings'),
      soundFiles: life.soundFiles(this.soundFiles),
      log,
    });
    return { engine, life };
  }
}
