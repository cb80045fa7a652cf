import type { AgentStateName, AgentStatus } from '../../src/core/acd/agent-state.js';
import type { AgentResumption } from '../../src/core/acd/floor-events.js';
import type { QueueSettings, SkillGroupSettings } from '../../src/core/acd/floor-settings.js';
import type { CallbackRecord } from '../../src/core/callbacks/callback-record.js';
import type { OpenRecording } from '../../src/core/calls/recordings.js';
import type { CallRecord, JournalEntry } from '../../src/core/journal/facts.js';
import { brandId, type AgentId, type CallId, type QueueId } from '../../src/core/kernel/ids.js';
import { Refusal } from '../../src/core/kernel/refusal.js';
import type { CallbackRequest } from '../../src/engine/callback-requests.js';
import type { AgentRequest, Desk, DeskAgent, FactOfOthers, LiveView } from '../../src/engine/desk.js';
import type { MessageToHear } from '../../src/engine/message-to-hear.js';
import { SystemClock } from '../../src/platform/clock/system-clock.js';
import { MonotonicIds } from '../../src/platform/ids/monotonic-ids.js';
import { SupervisionDouble } from './supervision-double.js';

/** A desk without calls: remembers what it is told, and moves agents between the states that need none. */
export class DeskDouble implements Desk {
  readonly queues = new Map<QueueId, QueueSettings>();
  readonly agents = new Map<AgentId, DeskAgent>();
  readonly resumed: AgentResumption[] = [];
  readonly resumedCalls: CallRecord[] = [];
  readonly resumedRecordings: OpenRecording[] = [];
  readonly resumedMessages: CallRecord[] = [];
  skillGroups: readonly SkillGroupSettings[] = [];
  lacking: readonly string[] = [];
  /** SIP accounts taken off the PBX. */
  readonly withdrawn: string[] = [];
  pbxInReach = true;
  view: LiveView | null = null;
  private readonly states = new Map<AgentId, AgentStatus>();
  private readonly listeners = new Set<(entry: JournalEntry) => void>();

  readonly supervisions = new SupervisionDouble((agentId) => this.agentStatus(agentId).callId);
  readonly callbacks: CallbackRecord[] = [];
  /** What the modules put on the journal; a test that wants it written writes it. */
  readonly recorded: JournalEntry[] = [];
  private readonly clock = new SystemClock();
  private readonly ids = new MonotonicIds(this.clock);

  resumeMessages(calls: readonly CallRecord[]): void {
    this.resumedMessages.push(...calls);
  }

  resumeCallbacks(callbacks: readonly CallbackRecord[]): void {
    this.callbacks.push(...callbacks);
  }

  /** What it was asked to plan. */
  readonly planned: CallbackRequest[] = [];

  planCallback(request: CallbackRequest): CallbackRecord {
    if (request.number.startsWith('+1'))
      throw new Refusal('impossible', 'number-not-allowed', 'The dial policy does not allow this number.');
    this.planned.push(request);
    return this.plannedAs(request);
  }

  confirmCallback(): CallbackRecord {
    throw new Refusal('wrong-state', 'callback-not-proposed', 'It is not proposed.');
  }

  private plannedAs({ campaignId, number, callId, agentId, at }: CallbackRequest): CallbackRecord {
    const now = Date.now();
    const who = { campaignId, queueId: brandId<QueueId>('01JQUEUE'), callId, did: null, number, forAgentId: agentId };
    const when = { requestedAt: now, arrivedAt: now, queuedAt: at ?? now, notBefore: at, expiresAt: (at ?? now) + 3_600_000 };
    return { callbackId: '01JPLANNED', ...who, ...when, state: 'waiting', attempts: 0, agentId: null, attemptCallId: null };
  }

  cancelCallback(): void {
    throw new Refusal('wrong-state', 'callback-not-waiting', 'It does not wait.');
  }

  configureQueue(queue: QueueSettings): void {
    this.queues.set(queue.queueId, queue);
  }

  removeQueue(queueId: QueueId): void {
    this.queues.delete(queueId);
  }

  configureAgent(agent: DeskAgent): void {
    this.agents.set(agent.agentId, agent);
    if (!this.states.has(agent.agentId)) this.move(agent.agentId, 'signed-out', null);
  }

  removeAgent(agentId: AgentId): void {
    if (this.states.get(agentId)?.state !== 'signed-out') throw new Refusal('wrong-state', 'agent-signed-in', 'The agent is signed in.');
    this.agents.delete(agentId);
    this.states.delete(agentId);
  }

  async withdrawPhone(accountName: string): Promise<void> {
    if (!this.pbxInReach) return new Promise(() => undefined);
    this.withdrawn.push(accountName);
  }

  configureSkillGroups(groups: readonly SkillGroupSettings[]): void {
    this.skillGroups = groups;
  }

  resumeAgents(agents: readonly AgentResumption[]): void {
    this.resumed.push(...agents);
  }

  resumeCalls(calls: readonly CallRecord[]): void {
    this.resumedCalls.push(...calls);
  }

  resumeRecordings(recordings: readonly OpenRecording[]): void {
    this.resumedRecordings.push(...recordings);
  }

  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus> {
    const { state } = this.agentStatus(agentId);
    switch (request.type) {
      case 'sign-in':
        if (state !== 'signed-out') throw new Refusal('wrong-state', 'already-signed-in', 'The agent is signed in already.');
        return this.move(agentId, 'available', null);
      case 'sign-out':
        return this.move(agentId, 'signed-out', null);
      case 'pause':
        if (state === 'signed-out') throw new Refusal('wrong-state', 'agent-signed-out', 'The agent is signed out.');
        return this.move(agentId, 'paused', request.reason);
      case 'resume':
        if (state !== 'paused') throw new Refusal('wrong-state', 'not-paused', 'The agent is not paused.');
        return this.move(agentId, 'available', null);
      case 'end-wrap-up':
        if (state !== 'wrap-up') throw new Refusal('wrong-state', 'not-in-wrap-up', 'The agent is not in wrap-up.');
        return this.move(agentId, 'available', null);
      case 'hear-message':
        this.played.push({ agentId, message: request.message });
        return this.agentStatus(agentId);
      default:
        throw new Refusal('wrong-state', 'no-call', 'The agent has no call.');
    }
  }

  /** Messages that agents asked to hear on their phones. */
  readonly played: { readonly agentId: AgentId; readonly message: MessageToHear }[] = [];

  agentStatus(agentId: AgentId): AgentStatus {
    const status = this.states.get(agentId);
    if (status === undefined) throw new Refusal('not-found', 'unknown-agent', 'There is no such agent.');
    return status;
  }

  live(): LiveView {
    return this.view ?? { queues: [], calls: [], agents: [...this.states.values()] };
  }

  missing(): readonly string[] {
    return this.lacking;
  }

  record(fact: FactOfOthers): void {
    const entry = { id: this.ids.next(), at: this.clock.now(), fact };
    this.recorded.push(entry);
    this.tell(entry);
  }

  subscribe(listener: (entry: JournalEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Lets everybody who listens know of `entry`. */
  tell(entry: JournalEntry): void {
    for (const listener of this.listeners) listener(entry);
  }

  /** Brings an agent where only a call could. */
  place(agentId: AgentId, state: AgentStateName, callId: CallId | null): void {
    this.states.set(agentId, { ...this.move(agentId, state, null), callId });
  }

  get listening(): number {
    return this.listeners.size;
  }

  private move(agentId: AgentId, state: AgentStateName, reason: string | null): AgentStatus {
    const status: AgentStatus = {
      agentId,
      state,
      since: Date.now(),
      until: null,
      reason,
      callId: null,
      offerId: null,
      queueId: null,
      pendingPause: null,
      phoneReachable: true,
    };
    this.states.set(agentId, status);
    return status;
  }
}
