import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, MoreThan, type EntityManager, type FindOptionsWhere, type Repository } from 'typeorm';

import type { CallbackRecord, JournalEntry } from '../../core/journal/facts.js';
import { brandId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { putNewer } from '../../platform/database/whole-rows.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { JournalService } from '../calls/journal.service.js';
import { CallbackEntity } from './callback.entity.js';
import { CallbackQuery, CallbackView } from './dto/callback.dto.js';

/** Those who wait to be called back, as the journal tells of them. */
@Injectable()
export class CallbacksService implements OnModuleInit {
  constructor(
    @InjectRepository(CallbackEntity) private readonly rows: Repository<CallbackEntity>,
    private readonly journal: JournalService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => project(manager, batch));
  }

  /** By the place in the line that they keep. */
  async list({ campaignId, queueId, state, ...query }: CallbackQuery): Promise<Page<CallbackView>> {
    const { skip, take } = pageWindow(query);
    const where = {
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(queueId === undefined ? {} : { queueId }),
      ...this.inState(state),
    };
    const [rows, total] = await this.rows.findAndCount({ where, order: { queuedAt: 'ASC', id: 'ASC' }, skip, take });
    return pageOf(
      query,
      rows.map((row) => this.view(row)),
      total,
    );
  }

  async get(id: string): Promise<CallbackView> {
    return this.view((await this.rows.findOneBy({ id })) ?? unknownCallback(id));
  }

  /** Those that nobody has called yet, for the desk to know of. */
  async open(): Promise<CallbackRecord[]> {
    const rows = await this.rows.find({ where: this.inState('waiting'), order: { queuedAt: 'ASC' } });
    return rows.map(({ id, campaignId, queueId, number, requestedAt, arrivedAt, queuedAt, expiresAt, callId }) => ({
      callbackId: id,
      callId: brandId(callId),
      campaignId: brandId(campaignId),
      queueId: brandId(queueId),
      number,
      requestedAt,
      arrivedAt,
      queuedAt,
      expiresAt,
    }));
  }

  private inState(state: CallbackView['state'] | undefined): FindOptionsWhere<CallbackEntity> {
    if (state === undefined) return {};
    if (state === 'cancelled') return { state };
    const now = this.clock.now();
    return { state: 'waiting', expiresAt: state === 'expired' ? LessThanOrEqual(now) : MoreThan(now) };
  }

  private view({ state, requestedAt, arrivedAt, queuedAt, expiresAt, lastEntryId: _entry, ...rest }: CallbackEntity): CallbackView {
    return {
      ...rest,
      requestedAt: toRfc3339(requestedAt),
      arrivedAt: toRfc3339(arrivedAt),
      queuedAt: toRfc3339(queuedAt),
      expiresAt: toRfc3339(expiresAt),
      state: state === 'waiting' && expiresAt <= this.clock.now() ? 'expired' : state,
    };
  }
}

async function project(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
  const rows = new Map<string, CallbackEntity>();
  for (const { id: lastEntryId, fact } of batch) {
    if (fact.type !== 'callback-requested' && fact.type !== 'callback-cancelled') continue;
    const { callbackId: id, ...callback } = fact.callback;
    const state = fact.type === 'callback-requested' ? 'waiting' : 'cancelled';
    rows.set(id, { id, lastEntryId, ...callback, state });
  }
  await putNewer(manager, CallbackEntity, 'lastEntryId', [...rows.values()]);
}

function unknownCallback(id: string): never {
  throw new Refusal('not-found', 'unknown-callback', `There is no callback ${id}.`);
}
