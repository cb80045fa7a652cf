import { setImmediate as nextTurn } from 'node:timers/promises';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, In, IsNull, LessThan, Not, type Repository } from 'typeorm';

import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { CallEntity } from './call.entity.js';
import { JournalEntryEntity } from './journal-entry.entity.js';

const DAY_MS = 24 * 3600 * 1000;
/** SQLite answers synchronously: so many go in a moment, and calls are served between two such parts. */
const AT_ONCE = 200;

/** Removes calls, and the journal they are made of, when they have been kept for long enough. */
@Injectable()
export class CallRetentionService implements OnModuleInit {
  constructor(
    @InjectRepository(JournalEntryEntity) private readonly entries: Repository<JournalEntryEntity>,
    @InjectRepository(CallEntity) private readonly calls: Repository<CallEntity>,
    private readonly database: Database,
    private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onModuleInit(): void {
    this.jobs.add({ name: 'call-retention', cron: '27 * * * *', run: () => this.removeOutdated(this.clock.now()) });
  }

  /** What is under way stays, and its journal with it, however long ago it began. */
  async removeOutdated(now: Instant): Promise<void> {
    const days = this.configuration.callRetentionDays;
    if (days === null) return;
    const limit = now - days * DAY_MS;
    while (await this.removeSomeCalls(limit)) await nextTurn();
    const underWay = await this.calls.find({ where: { endedAt: IsNull() }, order: { arrivedAt: 'ASC' }, take: 1 });
    const since = Math.min(limit, underWay[0]?.arrivedAt ?? limit);
    while (await this.removeSomeEntries(since)) await nextTurn();
  }

  /** True when there may be more. */
  private async removeSomeCalls(limit: Instant): Promise<boolean> {
    const where = { arrivedAt: LessThan(limit), endedAt: And(Not(IsNull()), LessThan(limit)) };
    const rows = await this.calls.find({ select: { id: true }, where, order: { arrivedAt: 'ASC' }, take: AT_ONCE });
    if (rows.length > 0) await this.database.unaccompanied((manager) => manager.delete(CallEntity, { id: In(rows.map(({ id }) => id)) }));
    return rows.length === AT_ONCE;
  }

  /** Ids grow with time: the oldest come first without an index over the instants. */
  private async removeSomeEntries(limit: Instant): Promise<boolean> {
    const oldest = await this.entries.find({ select: { id: true, at: true }, order: { id: 'ASC' }, take: AT_ONCE });
    const ids = oldest.filter(({ at }) => at < limit).map(({ id }) => id);
    if (ids.length > 0) await this.database.unaccompanied((manager) => manager.delete(JournalEntryEntity, { id: In(ids) }));
    return ids.length === AT_ONCE;
  }
}
