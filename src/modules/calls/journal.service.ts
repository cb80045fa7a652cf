import { setImmediate as nextTurn } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type EntityManager, type Repository } from 'typeorm';

import type { JournalEntry } from '../../core/journal/facts.js';
import { StoreAway, type JournalStore } from '../../core/ports/journal-store.js';
import { isDatabaseAway, lostRace } from '../../platform/database/database-unavailable.js';
import { Database } from '../../platform/database/database.js';
import { insertMissing, putNewer } from '../../platform/database/whole-rows.js';
import { AgentMemoryEntity } from './agent-memory.entity.js';
import { CallEntity } from './call.entity.js';
import { entryView } from './fact-view.js';
import { JournalEntryEntity } from './journal-entry.entity.js';
import { agentRows, callRows, entryRow } from './projection.js';

/**
 * SQLite answers synchronously: while it writes, no call is served. Entries are written so many at once, which takes less than three
 * milliseconds, and between two such parts the process sees to everything else. What is written twice, after a death in between, changes nothing.
 */
const ENTRIES_AT_ONCE = 64;
/** No call that arrived longer ago than this before an entry is looked for behind it. */
const LONGEST_CALL_MS = 24 * 3600 * 1000;

/** What another module reads from the journal, written with it. */
export type Projection = (manager: EntityManager, batch: readonly JournalEntry[]) => Promise<void>;

/** The journal in the database, and with each entry, in the same transaction, what is read from it. Stands alone: the engine is made of it. */
@Injectable()
export class JournalService implements JournalStore {
  private readonly projections: Projection[] = [];

  constructor(
    @InjectRepository(JournalEntryEntity) private readonly entries: Repository<JournalEntryEntity>,
    private readonly database: Database,
  ) {}

  /** Also writes this with every batch, in the same transaction; it may be told of an entry twice. */
  alsoWrites(projection: Projection): void {
    this.projections.push(projection);
  }

  async write(batch: readonly JournalEntry[]): Promise<void> {
    try {
      for (const [index, part] of slices(batch).entries()) {
        if (index > 0) await nextTurn();
        await this.writeWhole(part);
      }
    } catch (fault) {
      if (isDatabaseAway(fault) || lostRace(fault)) throw new StoreAway(String(fault), { cause: fault });
      throw fault;
    }
  }

  /** Entries after the one with this id, in order; with an agent, only those of the agent and of the agent's calls. */
  async after(id: string, limit: number, agentId: string | null = null): Promise<JournalEntry[]> {
    if (agentId === null) return this.entries.find({ where: { id: MoreThan(id) }, order: { id: 'ASC' }, take: limit });
    const [first] = await this.after(id, 1);
    if (first === undefined) return [];
    const ofAgent = this.entries.manager
      .createQueryBuilder(CallEntity, 'mine')
      .select('mine.id')
      .where('mine.agentId = :agentId AND mine.arrivedAt >= :since');
    // Those, too, that somebody else has by now.
    const passedOn = this.entries
      .createQueryBuilder('own')
      .select('own.callId')
      .where('own.id > :id AND own.agentId = :agentId AND own.callId IS NOT NULL');
    return this.entries
      .createQueryBuilder('entry')
      .where('entry.id > :id')
      .andWhere(`(entry.agentId = :agentId OR entry.callId IN (${ofAgent.getQuery()}) OR entry.callId IN (${passedOn.getQuery()}))`)
      .setParameters({ id, agentId, since: first.at - LONGEST_CALL_MS })
      .orderBy('entry.id', 'ASC')
      .limit(limit)
      .getMany();
  }

  /** Null when there is none with this id. */
  async entry(id: string): Promise<JournalEntry | null> {
    return this.entries.findOneBy({ id });
  }

  /** The id after which the newest `most` entries come, or the one given when fewer come after it. */
  async notBefore(id: string, most: number): Promise<string> {
    const [floor] = await this.entries.find({ select: { id: true }, order: { id: 'DESC' }, skip: most, take: 1 });
    return floor !== undefined && floor.id > id ? floor.id : id;
  }

  /** The largest id; null while there is no entry. */
  async lastId(): Promise<string | null> {
    const [last] = await this.entries.find({ select: { id: true }, order: { id: 'DESC' }, take: 1 });
    return last?.id ?? null;
  }

  /** An entry as programs outside may see it. */
  view(entry: JournalEntry): ReturnType<typeof entryView> {
    return entryView(entry);
  }

  /** All entries about a call, in order. */
  async ofCall(callId: string): Promise<JournalEntry[]> {
    return this.entries.find({ where: { callId }, order: { id: 'ASC' } });
  }

  private async writeWhole(batch: readonly JournalEntry[]): Promise<void> {
    // It may run on long after the request that made it start to write: nothing of that request belongs into its batches.
    await this.database.unaccompanied(async (manager) => {
      await insertMissing(manager, JournalEntryEntity, batch.map(entryRow));
      // Entry ids grow: what was made from an older entry never comes over what was made from a newer one.
      await putNewer(manager, CallEntity, 'lastEntryId', callRows(batch));
      await putNewer(manager, AgentMemoryEntity, 'lastEntryId', agentRows(batch));
      for (const project of this.projections) await project(manager, batch);
    });
  }
}

function slices<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / ENTRIES_AT_ONCE) }, (_, index) =>
    items.slice(index * ENTRIES_AT_ONCE, (index + 1) * ENTRIES_AT_ONCE),
  );
}
