import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type FindOptionsWhere, type Repository } from 'typeorm';

import type { JournalEntry, VoicemailRecord } from '../../core/journal/facts.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { hasRole, type Principal } from '../../platform/auth/principal.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { insertMissing } from '../../platform/database/whole-rows.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { JournalService } from '../calls/journal.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { VoicemailQuery, VoicemailView } from './dto/voicemail.dto.js';
import { VoicemailEntity } from './voicemail.entity.js';

const LONGEST_CALLER = 100;

/** The messages of callers, as the journal tells of them. Agents see those of their queues and the one they have; supervisors all. */
@Injectable()
export class VoicemailsService implements OnModuleInit {
  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    private readonly journal: JournalService,
    private readonly queues: QueuesService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => project(manager, batch));
    this.queues.whoUses(async (manager, queueId) => {
      const open = await manager.countBy(VoicemailEntity, { queueId, state: In(['new', 'claimed']) });
      return open === 0 ? [] : [`${open} open voicemail${open === 1 ? '' : 's'}`];
    });
  }

  /** The oldest first, which is the order in which they are to be heard. */
  async list({ campaignId, queueId, state, ...query }: VoicemailQuery, who: Principal): Promise<Page<VoicemailView>> {
    const { skip, take } = pageWindow(query);
    const asked: FindOptionsWhere<VoicemailEntity> = {
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(queueId === undefined ? {} : { queueId }),
      ...(state === undefined ? {} : { state }),
    };
    const queueIds = await this.visibleTo(who);
    const where = queueIds === null ? asked : ofAgent(asked, queueIds, who);
    const [rows, total] = await this.rows.findAndCount({ where, order: { receivedAt: 'ASC', id: 'ASC' }, skip, take });
    return pageOf(
      query,
      rows.map((row) => this.view(row)),
      total,
    );
  }

  async get(id: string, who: Principal): Promise<VoicemailView> {
    return this.view(await this.row(id, who));
  }

  /** Not found also when it is none of theirs: ids of others are not told. */
  async row(id: string, who: Principal): Promise<VoicemailEntity> {
    const row = (await this.rows.findOneBy({ id })) ?? unknownVoicemail(id);
    const queueIds = await this.visibleTo(who);
    if (queueIds === null || queueIds.includes(row.queueId) || row.heldBy === who.agentId) return row;
    return unknownVoicemail(id);
  }

  /** Path of the sound: WAV, 8 kHz, 16 bits, mono. */
  async file(id: string, who: Principal): Promise<string> {
    return this.fileOf((await this.row(id, who)).id);
  }

  fileOf(id: string): string {
    return join(this.configuration.dataDirectory, 'voicemails', `${id}.wav`);
  }

  hasFile(id: string): boolean {
    return existsSync(this.fileOf(id));
  }

  view({ durationMs, receivedAt, claimedAt, closedAt, movedAt, bytes: _bytes, heldBy: _heldBy, ...rest }: VoicemailEntity): VoicemailView {
    return {
      ...rest,
      receivedAt: toRfc3339(receivedAt),
      durationSeconds: durationMs / 1000,
      claimedAt: optionalRfc3339(claimedAt),
      closedAt: optionalRfc3339(closedAt),
      movedAt: optionalRfc3339(movedAt),
    };
  }

  /** The queues whose messages they may see; null: all. */
  private async visibleTo(who: Principal): Promise<string[] | null> {
    if (hasRole(who, 'supervisor')) return null;
    if (who.agentId === null) throw new Refusal('not-allowed', 'not-an-agent', 'You are no agent, and see no messages.');
    return this.queues.queueIdsOf(who.agentId);
  }
}

function ofAgent(
  asked: FindOptionsWhere<VoicemailEntity>,
  queueIds: readonly string[],
  { agentId }: Principal,
): FindOptionsWhere<VoicemailEntity>[] {
  const mine = { ...asked, heldBy: agentId ?? '' };
  if (asked.queueId !== undefined) return queueIds.some((id) => id === asked.queueId) ? [asked] : [mine];
  return queueIds.length === 0 ? [mine] : [{ ...asked, queueId: In([...queueIds]) }, mine];
}

async function project(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
  const deposits = batch.flatMap(({ fact }) => (fact.type === 'voicemail-deposited' ? [fact.voicemail] : []));
  await insertMissing(manager, VoicemailEntity, deposits.map(newRow));
}

function newRow({ voicemailId: id, durationSeconds, caller, ...deposit }: VoicemailRecord): VoicemailEntity {
  return {
    ...deposit,
    id,
    caller: caller?.slice(0, LONGEST_CALLER) ?? null,
    durationMs: Math.round(durationSeconds * 1000),
    state: 'new',
    heldBy: null,
    agentId: null,
    claimedAt: null,
    closedAt: null,
    closedBy: null,
    code: null,
    note: null,
    callbackId: null,
    movedFromQueueId: null,
    movedAt: null,
  };
}

function unknownVoicemail(id: string): never {
  throw new Refusal('not-found', 'unknown-voicemail', `There is no message ${id}.`);
}
