import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Not, type EntityManager, type Repository } from 'typeorm';

import { brandId, type AgentId, type QueueId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { checkedAs } from '../../platform/http/validation.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { AgentsService } from '../agents/agents.service.js';
import { QueueChanges, QueueDraft, QueueView } from './dto/queue.dto.js';
import { QueueAgentEntity, QueueEntity } from './queue.entity.js';

const DEFAULTS = {
  description: '',
  distribution: 'longest-idle',
  ringTimeoutSeconds: 15,
  missesBeforePause: 2,
  ageingSeconds: null,
  lastAgentLeaves: 'stay',
} as const;

const RETRY_MS = 1_000;

/** Names of what still needs the queue. */
export type QueueUsers = (manager: EntityManager, queueId: string) => Promise<string[]>;

@Injectable()
export class QueuesService implements OnModuleInit {
  private readonly users: QueueUsers[] = [];
  private readonly known = new Map<string, Pick<QueueView, 'id' | 'code' | 'description'>>();
  private deskTold: Promise<void> = Promise.resolve();

  constructor(
    @InjectRepository(QueueEntity) private readonly rows: Repository<QueueEntity>,
    @InjectRepository(QueueAgentEntity) private readonly memberships: Repository<QueueAgentEntity>,
    private readonly database: Database,
    private readonly agents: AgentsService,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.agents.whenRemoved((manager, agentId) => this.takeOut(manager, agentId));
  }

  /** Tells the desk of every queue; the agents must be there before. */
  async configureDesk(): Promise<void> {
    const ids = (await this.rows.find({ select: { id: true } })).map(({ id }) => id);
    for (const id of ids) await this.tellDesk(id);
  }

  async list(query: PageQuery): Promise<Page<QueueView>> {
    const { skip, take } = pageWindow(query);
    const [rows, total] = await this.rows.findAndCount({ order: { code: 'ASC' }, skip, take });
    const members = await this.membersOf(rows.map(({ id }) => id));
    return pageOf(
      query,
      rows.map((row) => view(row, members.get(row.id) ?? [])),
      total,
    );
  }

  async get(id: string): Promise<QueueView> {
    const row = (await this.rows.findOneBy({ id })) ?? unknownQueue(id);
    return view(row, (await this.membersOf([id])).get(id) ?? []);
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): QueueDraft {
    return checkedAs(QueueDraft, value, path);
  }

  async create({ agentIds = [], ...draft }: QueueDraft): Promise<QueueView> {
    const row: QueueEntity = { ...DEFAULTS, ...draft, id: this.ids.next(), version: 1 };
    await this.database.transaction(async (manager) => {
      await assertCodeFree(manager, row);
      await this.assertAgents(manager, agentIds);
      await manager.insert(QueueEntity, row);
      if (agentIds.length > 0) await manager.insert(QueueAgentEntity, memberRows(row.id, agentIds));
    });
    await this.tellDesk(row.id);
    return this.get(row.id);
  }

  async change(id: string, { agentIds, ...changes }: QueueChanges, expectedVersion: number | null): Promise<QueueView> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, QueueEntity, { id })) ?? unknownQueue(id);
      assertCurrent(expectedVersion, row.version);
      const next = { ...row, ...changes, version: row.version + 1 };
      await assertCodeFree(manager, next);
      await manager.update(QueueEntity, { id }, next);
      if (agentIds === undefined) return;
      await this.assertAgents(manager, agentIds);
      await manager.delete(QueueAgentEntity, { queueId: id });
      if (agentIds.length > 0) await manager.insert(QueueAgentEntity, memberRows(id, agentIds));
    });
    await this.tellDesk(id);
    return this.get(id);
  }

  async addAgent(id: string, agentId: string): Promise<QueueView> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, QueueEntity, { id })) ?? unknownQueue(id);
      if (!(await this.agents.agentsAmong(manager, [agentId])).has(agentId)) {
        throw new Refusal('not-found', 'unknown-agent', `There is no agent ${agentId}.`);
      }
      if (await manager.existsBy(QueueAgentEntity, { queueId: id, agentId })) return;
      await manager.insert(QueueAgentEntity, { queueId: id, agentId });
      await manager.update(QueueEntity, { id }, { version: row.version + 1 });
    });
    await this.tellDesk(id);
    return this.get(id);
  }

  async removeAgent(id: string, agentId: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, QueueEntity, { id })) ?? unknownQueue(id);
      if (!(await manager.existsBy(QueueAgentEntity, { queueId: id, agentId }))) {
        throw new Refusal('not-found', 'agent-not-in-queue', `The agent ${agentId} is not in the queue ${row.code}.`);
      }
      await manager.delete(QueueAgentEntity, { queueId: id, agentId });
      await manager.update(QueueEntity, { id }, { version: row.version + 1 });
    });
    await this.tellDesk(id);
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, QueueEntity, { id })) ?? unknownQueue(id);
      assertCurrent(expectedVersion, row.version);
      const users = (await Promise.all(this.users.map((usersOf) => usersOf(manager, id)))).flat();
      if (users.length > 0) {
        throw new Refusal(
          'wrong-state',
          'queue-in-use',
          `The queue ${row.code} serves ${users.join(', ')}. Give them another queue first.`,
        );
      }
      if (this.desk.live().queues.some(({ queueId, waiting }) => queueId === id && waiting > 0)) {
        throw new Refusal('wrong-state', 'queue-in-use', 'Callers wait in the queue.');
      }
      await manager.delete(QueueAgentEntity, { queueId: id });
      await manager.delete(QueueEntity, { id });
    });
    this.leaveFloor(id);
    this.known.delete(id);
  }

  async exists(manager: EntityManager, id: string): Promise<boolean> {
    return manager.existsBy(QueueEntity, { id });
  }

  /** From memory; null for a queue that is no more. */
  codeOf(id: string): string | null {
    return this.known.get(id)?.code ?? null;
  }

  /** Every queue, by code; from memory. */
  names(): Pick<QueueView, 'id' | 'code' | 'description'>[] {
    return [...this.known.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** Who serves it; nobody when there is no such queue. */
  async agentIdsOf(manager: EntityManager, queueId: string): Promise<string[]> {
    const rows = await manager.find(QueueAgentEntity, { where: { queueId }, order: { agentId: 'ASC' } });
    return rows.map(({ agentId }) => agentId);
  }

  /** The queues that this agent serves. */
  async queueIdsOf(agentId: string): Promise<string[]> {
    const rows = await this.memberships.find({ where: { agentId }, order: { queueId: 'ASC' } });
    return rows.map(({ queueId }) => queueId);
  }

  whoUses(users: QueueUsers): void {
    this.users.push(users);
  }

  /** Once the database holds. A caller who came at that very moment is served first. */
  private leaveFloor(id: string): void {
    try {
      this.desk.removeQueue(brandId<QueueId>(id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.clock.at(this.clock.now() + RETRY_MS, () => this.leaveFloor(id));
    }
  }

  private async takeOut(manager: EntityManager, agentId: string): Promise<() => Promise<void>> {
    const queueIds = (await manager.findBy(QueueAgentEntity, { agentId })).map(({ queueId }) => queueId);
    await manager.delete(QueueAgentEntity, { agentId });
    for (const id of queueIds) await manager.increment(QueueEntity, { id }, 'version', 1);
    return async () => {
      for (const id of queueIds) await this.tellDesk(id);
    };
  }

  /** One after another, each with what the database then says: of two changes at once the later one is told last. */
  private async tellDesk(id: string): Promise<void> {
    const told = this.deskTold.then(async () => {
      const row = await this.rows.findOneBy({ id });
      if (row === null) return;
      this.known.set(id, { id, code: row.code, description: row.description });
      const { agentIds, ...settings } = view(row, (await this.membersOf([id])).get(id) ?? []);
      this.desk.configureQueue({ ...settings, queueId: brandId<QueueId>(id), agentIds: agentIds.map((agent) => brandId<AgentId>(agent)) });
    });
    this.deskTold = told.catch(() => undefined);
    return told;
  }

  private async membersOf(queueIds: string[]): Promise<Map<string, string[]>> {
    const members = new Map<string, string[]>(queueIds.map((id) => [id, []]));
    if (queueIds.length === 0) return members;
    const rows = await this.memberships.find({ where: { queueId: In(queueIds) }, order: { agentId: 'ASC' } });
    for (const { queueId, agentId } of rows) members.get(queueId)?.push(agentId);
    return members;
  }

  private async assertAgents(manager: EntityManager, agentIds: readonly string[]): Promise<void> {
    const known = await this.agents.agentsAmong(manager, agentIds);
    const faults = agentIds.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `agentIds[${index}]`, code: 'unknown-agent', message: `There is no agent ${id}.` }],
    );
    if (faults.length > 0) throw new Refusal('impossible', 'unknown-agent', faults.map(({ message }) => message).join(' '), faults);
  }
}

function view({ id, version, ...row }: QueueEntity, agentIds: string[]): QueueView {
  return { id, version, ...row, agentIds };
}

function memberRows(queueId: string, agentIds: readonly string[]): QueueAgentEntity[] {
  return agentIds.map((agentId) => ({ queueId, agentId }));
}

function unknownQueue(id: string): never {
  throw new Refusal('not-found', 'unknown-queue', `There is no queue ${id}.`);
}

async function assertCodeFree(manager: EntityManager, { id, code }: QueueEntity): Promise<void> {
  if (!(await manager.existsBy(QueueEntity, { code, id: Not(id) }))) return;
  const message = `Another queue has the code ${code}.`;
  throw new Refusal('wrong-state', 'code-taken', message, [{ path: 'code', code: 'code-taken', message }]);
}
