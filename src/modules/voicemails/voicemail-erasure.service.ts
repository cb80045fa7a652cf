import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, type FindOptionsWhere, type Repository } from 'typeorm';

import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { LOG, type Log } from '../../platform/logging/log.js';
import { PersonalDataSources, type Person } from '../../platform/personal-data/personal-data-sources.js';
import { VoicemailCountsService } from './voicemail-counts.service.js';
import { VoicemailEntity } from './voicemail.entity.js';
import { VoicemailsService } from './voicemails.service.js';

const DAY_MS = 24 * 3600 * 1000;
const AT_ONCE = 200;

/** Removes messages: those that were kept for long enough, and those of people who ask for it. Files go first, so that none is left behind. */
@Injectable()
export class VoicemailErasureService implements OnModuleInit {
  private readonly toldMissing = new Set<string>();

  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    private readonly database: Database,
    private readonly voicemails: VoicemailsService,
    private readonly counts: VoicemailCountsService,
    private readonly jobs: Jobs,
    private readonly sources: PersonalDataSources,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.jobs.add({ name: 'voicemail-retention', cron: '17 * * * *', run: () => this.removeOutdated(this.clock.now()) });
    this.jobs.add({ name: 'voicemail-files', cron: '37 * * * *', run: () => this.settleFiles(this.clock.now()) });
    this.sources.add({ name: 'voicemails', export: (person) => this.of(person), erase: (person) => this.eraseOf(person) });
  }

  /** Those closed for longer than they are kept. */
  async removeOutdated(now: Instant): Promise<void> {
    const before = now - this.configuration.voicemailRetentionDays * DAY_MS;
    const where = { state: 'closed', closedAt: LessThan(before) } as const;
    for (;;) {
      const rows = await this.rows.find({ where, order: { closedAt: 'ASC', id: 'ASC' }, take: AT_ONCE });
      await this.remove(rows);
      if (rows.length < AT_ONCE) return;
      await nextTurn();
    }
  }

  /**
   * Removes files of no message, a day after they were last written: until then the journal may still tell of them. A message without its
   * file is told once and stays, as the trace that somebody called; the file may be on another instance.
   */
  async settleFiles(now: Instant): Promise<void> {
    if (this.desk.missing().includes('database')) return;
    const directory = dirname(this.voicemails.fileOf('any'));
    const names = await readdir(directory).catch(() => []);
    const present = new Set(names.map(idOf));
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const some = names.slice(from, from + AT_ONCE);
      const rows = await this.rows.find({ select: { id: true }, where: { id: In(some.map(idOf)) } });
      const known = new Set(rows.map(({ id }) => id));
      for (const name of some) if (!known.has(idOf(name))) await this.removeStray(join(directory, name), now);
    }
    const open = await this.rows.find({
      select: { id: true },
      where: { state: In(['new', 'claimed']), receivedAt: LessThan(now - DAY_MS) },
    });
    for (const { id } of open) if (!present.has(id)) this.tellMissing(id);
  }

  private async of(person: Person): Promise<object[]> {
    const rows = await this.rows.find({ where: theirs(person), order: { receivedAt: 'ASC', id: 'ASC' } });
    return rows.map((row) => ({ ...this.voicemails.view(row), audio: `/api/v1/voicemails/${row.id}/audio` }));
  }

  private async eraseOf(person: Person): Promise<number> {
    const rows = await this.rows.find({ where: theirs(person) });
    await this.remove(rows);
    return rows.length;
  }

  private async remove(rows: readonly VoicemailEntity[]): Promise<void> {
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    for (const id of ids) await rm(this.voicemails.fileOf(id), { force: true });
    await this.database.unaccompanied((manager) => manager.delete(VoicemailEntity, { id: In(ids) }));
    this.counts.forget(ids);
  }

  private async removeStray(path: string, now: Instant): Promise<void> {
    const written = await stat(path).catch(() => null);
    if (written === null || now - written.mtimeMs < DAY_MS) return;
    await rm(path, { force: true });
    this.log.warn('A sound that belongs to no message was removed', { path });
  }

  private tellMissing(id: string): void {
    if (this.toldMissing.has(id)) return;
    this.toldMissing.add(id);
    this.log.warn('The sound of an open message is not on this disk', { voicemailId: id });
  }
}

function theirs({ number, callIds }: Person): FindOptionsWhere<VoicemailEntity>[] {
  return [{ caller: number }, ...(callIds.length === 0 ? [] : [{ callId: In([...callIds]) }])];
}

function idOf(fileName: string): string {
  return fileName.replace(/\..*$/, '');
}
