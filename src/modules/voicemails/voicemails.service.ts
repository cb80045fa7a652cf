import { join } from 'node:path';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';

import type { JournalEntry, VoicemailRecord } from '../../core/journal/facts.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { insertMissing } from '../../platform/database/whole-rows.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { JournalService } from '../calls/journal.service.js';
import { VoicemailQuery, VoicemailView } from './dto/voicemail.dto.js';
import { VoicemailEntity } from './voicemail.entity.js';

const LONGEST_CALLER = 100;

/** The messages of callers, as the journal tells of them. */
@Injectable()
export class VoicemailsService implements OnModuleInit {
  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    private readonly journal: JournalService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => project(manager, batch));
  }

  /** The oldest first, which is the order in which they are to be heard. */
  async list({ campaignId, queueId, state, ...query }: VoicemailQuery): Promise<Page<VoicemailView>> {
    const { skip, take } = pageWindow(query);
    const where = {
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(queueId === undefined ? {} : { queueId }),
      ...(state === undefined ? {} : { state }),
    };
    const [rows, total] = await this.rows.findAndCount({ where, order: { receivedAt: 'ASC', id: 'ASC' }, skip, take });
    return pageOf(query, rows.map(view), total);
  }

  async get(id: string): Promise<VoicemailView> {
    return view((await this.rows.findOneBy({ id })) ?? unknownVoicemail(id));
  }

  /** Path of the sound: WAV, 8 kHz, 16 bits, mono. */
  async file(id: string): Promise<string> {
    await this.get(id);
    return join(this.configuration.dataDirectory, 'voicemails', `${id}.wav`);
  }
}

async function project(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
  const deposits = batch.flatMap(({ fact }) => (fact.type === 'voicemail-deposited' ? [fact.voicemail] : []));
  await insertMissing(manager, VoicemailEntity, deposits.map(row));
}

function row({
  voicemailId,
  callId,
  campaignId,
  queueId,
  caller,
  receivedAt,
  durationSeconds,
  bytes,
  sha256,
}: VoicemailRecord): VoicemailEntity {
  const durationMs = Math.round(durationSeconds * 1000);
  const shortCaller = caller?.slice(0, LONGEST_CALLER) ?? null;
  return { id: voicemailId, callId, campaignId, queueId, caller: shortCaller, receivedAt, durationMs, bytes, sha256, state: 'new' };
}

function view({ durationMs, receivedAt, bytes: _bytes, ...rest }: VoicemailEntity): VoicemailView {
  return { ...rest, receivedAt: toRfc3339(receivedAt), durationSeconds: durationMs / 1000 };
}

function unknownVoicemail(id: string): never {
  throw new Refusal('not-found', 'unknown-voicemail', `There is no message ${id}.`);
}
