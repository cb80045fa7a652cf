import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';

import type { CallbackRecord } from '../../core/callbacks/callback-record.js';
import { brandId, type AgentId, type CampaignId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { putNewer } from '../../platform/database/whole-rows.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { JournalService } from '../calls/journal.service.js';
import { callbackRecord, callbackRows, callbackView } from './callback-rows.js';
import { CallbackEntity } from './callback.entity.js';
import { CallbackOrder, CallbackQuery, CallbackView } from './dto/callback.dto.js';

const OPEN: CallbackRecord['state'][] = ['proposed', 'waiting', 'reserved', 'dialling', 'talking'];

/** Those who are to be called back, as the journal tells of them. */
@Injectable()
export class CallbacksService implements OnModuleInit {
  constructor(
    @InjectRepository(CallbackEntity) private readonly rows: Repository<CallbackEntity>,
    private readonly journal: JournalService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => putNewer(manager, CallbackEntity, 'lastEntryId', callbackRows(batch)));
  }

  /** By the place in the line that they keep. */
  async list({ campaignId, queueId, state, ...query }: CallbackQuery): Promise<Page<CallbackView>> {
    const { skip, take } = pageWindow(query);
    const where = {
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(queueId === undefined ? {} : { queueId }),
      ...(state === undefined ? {} : { state }),
    };
    const [rows, total] = await this.rows.findAndCount({ where, order: { queuedAt: 'ASC', id: 'ASC' }, skip, take });
    return pageOf(
      query,
      rows.map((row) => callbackView(callbackRecord(row))),
      total,
    );
  }

  async get(id: string): Promise<CallbackView> {
    return callbackView(callbackRecord((await this.rows.findOneBy({ id })) ?? unknownCallback(id)));
  }

  /** Refused as the desk refuses it, see `Desk.planCallback`. */
  plan({ campaignId, number, notBefore = null, agentId = null }: CallbackOrder): CallbackView {
    const callback = this.desk.planCallback({
      campaignId: brandId<CampaignId>(campaignId),
      number,
      callId: null,
      agentId: agentId === null ? null : brandId<AgentId>(agentId),
      at: notBefore === null ? null : fromRfc3339(notBefore, 'notBefore'),
    });
    return callbackView(callback);
  }

  async confirm(id: string): Promise<CallbackView> {
    await this.get(id);
    return callbackView(this.desk.confirmCallback(id));
  }

  /** Those that are not over, for the desk to go on with. */
  async open(): Promise<CallbackRecord[]> {
    const rows = await this.rows.find({ where: { state: In(OPEN) }, order: { queuedAt: 'ASC', id: 'ASC' } });
    return rows.map(callbackRecord);
  }
}

function unknownCallback(id: string): never {
  throw new Refusal('not-found', 'unknown-callback', `There is no callback ${id}.`);
}
