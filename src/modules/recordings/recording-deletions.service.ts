import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';

import type { RecordingDeletion } from '../../core/journal/recording-facts.js';
import { brandId } from '../../core/kernel/ids.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { LOG, type Log } from '../../platform/logging/log.js';
import { PersonalDataSources, type Person } from '../../platform/personal-data/personal-data-sources.js';
import { RecordingAgentEntity, RecordingEntity } from './recording.entity.js';
import { GRACE_MS } from './recordings-projection.js';
import { RecordingsService } from './recordings.service.js';

const EVERY_MINUTE = '* * * * *';
const EVERY_HOUR = '23 * * * *';
const ROWS_AT_ONCE = 200;
/** A file that belongs to nothing may be one that is just being written. */
const ORPHAN_AFTER_MS = 24 * 3600 * 1000;
/** `<id>.wav`, one side of it, or either on the way to it. */
const OURS = /^([0-9A-Za-z_-]+)(?:\.caller|\.agent)?\.wav(?:\.part)?$/;

/** Takes recordings off the disk: when their time is over, when they are not to be kept, when somebody asks. */
@Injectable()
export class RecordingDeletionsService implements OnModuleInit {
  constructor(
    @InjectRepository(RecordingEntity) private readonly rows: Repository<RecordingEntity>,
    @InjectRepository(RecordingAgentEntity) private readonly agents: Repository<RecordingAgentEntity>,
    private readonly recordings: RecordingsService,
    private readonly jobs: Jobs,
    private readonly sources: PersonalDataSources,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  onModuleInit(): void {
    this.jobs.add({ name: 'recording-retention', cron: EVERY_MINUTE, run: () => this.deleteDue() });
    this.jobs.add({ name: 'recording-orphans', cron: EVERY_HOUR, run: () => this.deleteOrphans() });
    this.sources.add({
      name: 'recordings',
      export: ({ callIds }) => this.recordings.ofCalls(callIds),
      erase: (person) => this.erase(person),
    });
  }

  /** `by`: login, or name of the API key. */
  async remove(id: string, by: string): Promise<void> {
    await this.delete(await this.recordings.onDisk(id), 'asked', by);
  }

  async deleteDue(): Promise<void> {
    for (let due = await this.due(); due.length > 0; due = await this.due()) {
      for (const row of due) await this.delete(row, reasonOf(row), null);
    }
  }

  /** Files of no row: what a death in the middle of a deletion, or of the making of a file, left behind. */
  async deleteOrphans(): Promise<void> {
    const { directory } = this.recordings;
    const names = await readdir(directory).catch(() => []);
    for (let from = 0; from < names.length; from += ROWS_AT_ONCE) {
      const part = names.slice(from, from + ROWS_AT_ONCE).flatMap((name) => {
        const id = OURS.exec(name)?.[1];
        return id === undefined ? [] : [{ name, id }];
      });
      const known = await this.rows.find({ select: { id: true, state: true }, where: { id: In(part.map(({ id }) => id)) } });
      const running = new Set(known.filter(({ state }) => state === 'running').map(({ id }) => id));
      const kept = new Set(known.map(({ id }) => `${id}.wav`));
      for (const { name, id } of part) if (!running.has(id) && !kept.has(name)) await this.deleteOrphan(join(directory, name));
    }
  }

  private async erase({ callIds }: Person): Promise<number> {
    const rows = await this.rows.findBy({ callId: In([...callIds]) });
    for (const row of rows) await this.delete(row, 'erased', null);
    return rows.length;
  }

  private async deleteOrphan(path: string): Promise<void> {
    const found = await stat(path).catch(() => null);
    if (found === null || this.clock.now() - found.mtimeMs < ORPHAN_AFTER_MS) return;
    await rm(path, { force: true });
    this.log.info('A file that belonged to no recording was deleted', { path });
  }

  private async due(): Promise<RecordingEntity[]> {
    const now = this.clock.now();
    return (
      this.rows
        .createQueryBuilder('recording')
        // Nothing was ever in it.
        .where('recording.state = :rejected AND recording.durationMs IS NULL')
        .orWhere('recording.state <> :running AND recording.expiresAt <= :now')
        .orWhere(
          `recording.state IN (:undecided, :rejected) AND recording.startedAt + recording.durationMs <= :late
         AND (recording.disposedAt IS NULL OR recording.disposedAt <= :late)`,
        )
        .setParameters({ running: 'running', rejected: 'rejected', undecided: 'undecided', now, late: now - GRACE_MS })
        .orderBy('recording.id', 'ASC')
        .take(ROWS_AT_ONCE)
        .getMany()
    );
  }

  /** The file first: a row without one is deleted by the next run, a file without a row would be found late. */
  private async delete({ id, callId, durationMs }: RecordingEntity, why: RecordingDeletion, by: string | null): Promise<void> {
    await rm(join(this.recordings.directory, `${id}.wav`), { force: true });
    await this.agents.delete({ recordingId: id });
    const { affected } = await this.rows.delete({ id });
    // Another instance was quicker, or there was never anything in it.
    if (affected === 0 || durationMs === null) return;
    this.log.info('A recording was deleted', { recordingId: id, callId, why });
    this.desk.record({ type: 'recording-deleted', callId: brandId(callId), recordingId: id, why, by });
  }
}

function reasonOf({ state }: RecordingEntity): RecordingDeletion {
  if (state === 'rejected') return 'disposition';
  return state === 'undecided' ? 'undecided' : 'expired';
}
