import { join } from 'node:path';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type EntityManager, type Repository } from 'typeorm';

import type { OpenRecording } from '../../core/calls/recordings.js';
import type { JournalEntry } from '../../core/journal/facts.js';
import { brandId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { putNewer } from '../../platform/database/whole-rows.js';
import { fromRfc3339, optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { CallsService } from '../calls/calls.service.js';
import { JournalService } from '../calls/journal.service.js';
import { RecordingQuery, RecordingView } from './dto/recording.dto.js';
import { RecordingAgentEntity, RecordingEntity } from './recording.entity.js';
import { changedRows, GRACE_MS, toldIn } from './recordings-projection.js';

/** Those that can be listened to. */
const ON_DISK = { durationMs: Not(IsNull()) };

/** Recorded conversations, as the journal tells of them. */
@Injectable()
export class RecordingsService implements OnModuleInit {
  constructor(
    @InjectRepository(RecordingEntity) private readonly rows: Repository<RecordingEntity>,
    @InjectRepository(RecordingAgentEntity) private readonly agents: Repository<RecordingAgentEntity>,
    private readonly journal: JournalService,
    private readonly calls: CallsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => project(manager, batch));
    this.calls.showsRecordings(async (callId) => {
      const recordings = await this.ofCalls([callId]);
      return recordings.map(({ id, agentId, startedAt, durationSeconds }) => ({ id, agentId, startedAt, durationSeconds }));
    });
  }

  /** In the order in which they were begun. */
  async ofCalls(callIds: readonly string[]): Promise<RecordingView[]> {
    const where = { callId: In([...callIds]), ...ON_DISK };
    return this.views(await this.rows.find({ where, order: { startedAt: 'ASC', id: 'ASC' } }));
  }

  /** The latest first. */
  async list(query: RecordingQuery): Promise<Page<RecordingView>> {
    const { skip, take } = pageWindow(query);
    const recordings = this.rows
      .createQueryBuilder('recording')
      .where('recording.durationMs IS NOT NULL')
      .orderBy('recording.startedAt', 'DESC')
      .addOrderBy('recording.id', 'DESC')
      .skip(skip)
      .take(take);
    const { campaignId, agentId, callId, from, to } = query;
    if (campaignId !== undefined) recordings.andWhere('recording.campaignId = :campaignId', { campaignId });
    if (agentId !== undefined) {
      const talkedIn = this.agents.createQueryBuilder('talked').select('talked.recordingId').where('talked.agentId = :agentId');
      recordings.andWhere(`recording.id IN (${talkedIn.getQuery()})`, { agentId });
    }
    if (callId !== undefined) recordings.andWhere('recording.callId = :callId', { callId });
    if (from !== undefined) recordings.andWhere('recording.startedAt >= :from', { from: fromRfc3339(from, 'from') });
    if (to !== undefined) recordings.andWhere('recording.startedAt < :to', { to: fromRfc3339(to, 'to') });
    const [rows, total] = await recordings.getManyAndCount();
    return pageOf(query, await this.views(rows), total);
  }

  async get(id: string): Promise<RecordingView> {
    const [recording] = await this.views([await this.onDisk(id)]);
    return recording ?? unknownRecording(id);
  }

  async onDisk(id: string): Promise<RecordingEntity> {
    const row = await this.rows.findOneBy({ id, ...ON_DISK });
    return row ?? unknownRecording(id);
  }

  /** Where the sound is, WAV, 8 kHz, 16 bits, stereo; and its name for whoever keeps a copy: that of the call, and when it was begun. */
  async file(id: string): Promise<{ readonly path: string; readonly name: string }> {
    const { callId, startedAt } = await this.onDisk(id);
    // The PBX makes up ids of calls; a file system outside takes fewer signs.
    const name = `${callId}_${toRfc3339(startedAt)}`.replace(/[^0-9A-Za-z._-]/g, '-');
    return { path: join(this.directory, `${id}.wav`), name: `${name}.wav` };
  }

  get directory(): string {
    return join(this.configuration.dataDirectory, 'recordings');
  }

  /** Those that were under way when the backend last ran, for the desk to know of. */
  async open(): Promise<OpenRecording[]> {
    const rows = await this.rows.find({ where: { state: 'running' }, order: { startedAt: 'ASC', id: 'ASC' } });
    return rows.map(({ id, callId, campaignId, agentId, startedAt, node, keptFor, retentionDays, mutedBy }) => ({
      recordingId: id,
      callId: brandId(callId),
      campaignId: brandId(campaignId),
      agentId: brandId(agentId),
      startedAt,
      node,
      keptFor,
      retentionDays,
      mutedBy: mutedBy === null ? null : brandId(mutedBy),
    }));
  }

  private async views(rows: readonly RecordingEntity[]): Promise<RecordingView[]> {
    const agents = await this.agents.find({
      where: { recordingId: In(rows.map(({ id }) => id)) },
      order: { since: 'ASC', agentId: 'ASC' },
    });
    return rows.map((row) =>
      view(
        row,
        agents.filter(({ recordingId }) => recordingId === row.id),
      ),
    );
  }
}

async function project(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
  const { ids, callIds } = toldIn(batch);
  if (ids.length === 0 && callIds.length === 0) return;
  const recordings = await manager.findBy(RecordingEntity, [{ id: In(ids) }, { callId: In(callIds) }]);
  const known = recordings.map(({ id }) => id);
  const agents = known.length === 0 ? [] : await manager.findBy(RecordingAgentEntity, { recordingId: In(known) });
  const changed = changedRows({ recordings, agents }, batch);
  await putNewer(manager, RecordingEntity, 'lastEntryId', changed.recordings);
  await putNewer(manager, RecordingAgentEntity, 'lastEntryId', changed.agents);
}

function view(row: RecordingEntity, agents: readonly RecordingAgentEntity[]): RecordingView {
  const { id, callId, campaignId, agentId, startedAt, durationMs, sha256, state } = row;
  return {
    ...{ id, callId, campaignId, agentId },
    agentIds: agents.map((agent) => agent.agentId),
    startedAt: toRfc3339(startedAt),
    durationSeconds: (durationMs ?? 0) / 1000,
    channels: 2,
    sha256: sha256 ?? '',
    expiresAt: optionalRfc3339(expiryOf(row)),
    decided: state === 'kept',
  };
}

/** When it is deleted as it is decided now; null: never. */
function expiryOf({ startedAt, durationMs, disposedAt, expiresAt, state }: RecordingEntity): number | null {
  if (state === 'kept') return expiresAt;
  const unkept = Math.max(startedAt + (durationMs ?? 0), disposedAt ?? 0) + GRACE_MS;
  return expiresAt === null ? unkept : Math.min(expiresAt, unkept);
}

function unknownRecording(id: string): never {
  throw new Refusal('not-found', 'unknown-recording', `There is no recording ${id}.`);
}
