import { join } from 'node:path';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';

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
import { RecordingEntity, type RecordingState } from './recording.entity.js';
import { changedRows, toldIn } from './recordings-projection.js';

/** Those that can be listened to. */
const ON_DISK: readonly RecordingState[] = ['kept', 'undecided'];

/** Recorded conversations, as the journal tells of them. */
@Injectable()
export class RecordingsService implements OnModuleInit {
  constructor(
    @InjectRepository(RecordingEntity) private readonly rows: Repository<RecordingEntity>,
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
    const where = { callId: In([...callIds]), state: In(ON_DISK) };
    return (await this.rows.find({ where, order: { startedAt: 'ASC', id: 'ASC' } })).map(view);
  }

  /** The latest first. */
  async list(query: RecordingQuery): Promise<Page<RecordingView>> {
    const { skip, take } = pageWindow(query);
    const recordings = this.rows
      .createQueryBuilder('recording')
      .where('recording.state IN (:...states)', { states: ON_DISK })
      .orderBy('recording.startedAt', 'DESC')
      .addOrderBy('recording.id', 'DESC')
      .skip(skip)
      .take(take);
    const { campaignId, agentId, callId, from, to } = query;
    if (campaignId !== undefined) recordings.andWhere('recording.campaignId = :campaignId', { campaignId });
    if (agentId !== undefined) recordings.andWhere('recording.agentId = :agentId', { agentId });
    if (callId !== undefined) recordings.andWhere('recording.callId = :callId', { callId });
    if (from !== undefined) recordings.andWhere('recording.startedAt >= :from', { from: fromRfc3339(from, 'from') });
    if (to !== undefined) recordings.andWhere('recording.startedAt < :to', { to: fromRfc3339(to, 'to') });
    const [rows, total] = await recordings.getManyAndCount();
    return pageOf(query, rows.map(view), total);
  }

  async get(id: string): Promise<RecordingView> {
    return view(await this.onDisk(id));
  }

  async onDisk(id: string): Promise<RecordingEntity> {
    const row = await this.rows.findOneBy({ id, state: In(ON_DISK) });
    if (row === null) throw new Refusal('not-found', 'unknown-recording', `There is no recording ${id}.`);
    return row;
  }

  /** Path of the sound: WAV, 8 kHz, 16 bits, stereo. */
  async file(id: string): Promise<string> {
    await this.onDisk(id);
    return join(this.directory, `${id}.wav`);
  }

  get directory(): string {
    return join(this.configuration.dataDirectory, 'recordings');
  }

  /** Those that were under way when the backend last ran, for the desk to know of. */
  async open(): Promise<OpenRecording[]> {
    const rows = await this.rows.find({ where: { state: 'running' }, order: { startedAt: 'ASC', id: 'ASC' } });
    return rows.map(({ id, callId, campaignId, agentId, startedAt, node, keptFor, retentionDays, muted }) => ({
      recordingId: id,
      callId: brandId(callId),
      campaignId: brandId(campaignId),
      agentId: brandId(agentId),
      startedAt,
      node,
      keptFor,
      retentionDays,
      muted,
    }));
  }
}

async function project(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
  const { ids, callIds } = toldIn(batch);
  if (ids.length === 0 && callIds.length === 0) return;
  const known = await manager.findBy(RecordingEntity, [{ id: In(ids) }, { callId: In(callIds) }]);
  await putNewer(manager, RecordingEntity, 'lastEntryId', changedRows(known, batch));
}

function view({ id, callId, campaignId, agentId, startedAt, durationMs, sha256, expiresAt, state }: RecordingEntity): RecordingView {
  return {
    ...{ id, callId, campaignId, agentId },
    startedAt: toRfc3339(startedAt),
    durationSeconds: (durationMs ?? 0) / 1000,
    channels: 2,
    sha256: sha256 ?? '',
    expiresAt: optionalRfc3339(expiresAt),
    decided: state === 'kept',
  };
}
