import { LessThan, Like, type EntityManager } from 'typeorm';

import type { Clock } from '../../core/ports/clock.js';
import type { Log } from '../../core/ports/log.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import type { Database } from './database.js';

const DAY_MS = 24 * 3600 * 1000;
const SWEEP_EVERY_MS = 3_600_000;
const RETRY_MS = 1_000;
const MOST_WAITING = 10_000;
const WRITTEN_AT_ONCE = 200;

/**
 * Who did what. What changes the database is written in the transaction of the change; what does not (an agent's pause, a sign-in, a refusal)
 * is written right after, and waits in memory while the database is away: nobody is kept waiting for it.
 */
export class AuditTrail {
  private readonly waiting: AuditEntryEntity[] = [];
  private writing: Promise<void> | null = null;
  private sweptAt = 0;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly keptDays: number,
  ) {}

  /** As part of `manager`'s transaction. */
  async write(manager: EntityManager, entry: AuditEntryEntity): Promise<void> {
    await manager.insert(AuditEntryEntity, { ...entry });
  }

  /** Soon. */
  note(entry: AuditEntryEntity): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.waiting.shift();
      this.log.error('An entry of the audit trail is lost: the database has been away too long');
    }
    this.waiting.push(entry);
    this.writing ??= this.writeWaiting();
  }

  /** Names what an entry, written already, turned out to be about. */
  async name(id: string, resourceId: string): Promise<void> {
    try {
      await this.database.unaccompanied((manager) => manager.update(AuditEntryEntity, { id }, { resourceId }));
    } catch (fault) {
      // What was done holds, and so does the entry.
      this.log.warn('An entry of the audit trail does not say which resource was made', { id, resourceId, fault: String(fault) });
    }
  }

  /** Rewrites what was kept of bodies that fit one of these patterns of LIKE; answers how many entries changed. */
  async erase(patterns: readonly string[], masked: (changes: string) => string): Promise<number> {
    await this.settled();
    return this.database.unaccompanied(async (manager) => {
      const found = await manager.find(AuditEntryEntity, { where: patterns.map((pattern) => ({ changes: Like(pattern) })) });
      let changed = 0;
      for (const { id, changes } of found) {
        const after = masked(changes ?? '');
        if (after === changes) continue;
        await manager.update(AuditEntryEntity, { id }, { changes: after });
        changed += 1;
      }
      return changed;
    });
  }

  /** Resolves when nothing waits any more, or nothing more can be done. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** Writes what waits, once. */
  async close(): Promise<void> {
    this.closed = true;
    await this.writing;
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      const some = this.waiting.slice(0, WRITTEN_AT_ONCE);
      try {
        await this.database.unaccompanied((manager) => this.writeSome(manager, some));
        this.waiting.splice(0, some.length);
      } catch (fault) {
        this.log.warn('The audit trail waits for the database', { entries: this.waiting.length, fault: String(fault) });
        if (this.closed) break;
        await this.pause();
      }
    }
    this.writing = null;
  }

  private async writeSome(manager: EntityManager, entries: readonly AuditEntryEntity[]): Promise<void> {
    const now = this.clock.now();
    await manager.insert(
      AuditEntryEntity,
      entries.map((entry) => ({ ...entry })),
    );
    if (now - this.sweptAt < SWEEP_EVERY_MS) return;
    this.sweptAt = now;
    await manager.delete(AuditEntryEntity, { at: LessThan(now - this.keptDays * DAY_MS) });
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => void this.clock.at(this.clock.now() + RETRY_MS, () => resolve()));
  }
}
