import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type FindOptionsWhere, type Repository } from 'typeorm';

import type { CallbackRecord } from '../../core/callbacks/callback-record.js';
import { brandId, type AgentId, type CampaignId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { hasRole, type Principal } from '../../platform/auth/principal.js';
import { putNewer } from '../../platform/database/whole-rows.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { JournalService } from '../calls/journal.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { callbackRecord, callbackRows, callbackView } from './callback-rows.js';
import { CallbackEntity } from './callback.entity.js';
import { CallbackOrder, CallbackQuery, CallbackView } from './dto/callback.dto.js';

const OPEN: CallbackRecord['state'][] = ['proposed', 'waiting', 'reserved', 'dialling', 'talking'];

/**
 * Those who are to be called back, as the journal tells of them. Agents see those of their queues but what is for another, and those that they
 * have, or had; supervisors all.
 */
@Injectable()
export class CallbacksService implements OnModuleInit {
  constructor(
    @InjectRepository(CallbackEntity) private readonly rows: Repository<CallbackEntity>,
    private readonly journal: JournalService,
    private readonly queues: QueuesService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => putNewer(manager, CallbackEntity, 'lastEntryId', callbackRows(batch)));
  }

  /** By the place in the line that they keep. */
  async list({ campaignId, queueId, state, ...query }: CallbackQuery, who: Principal): Promise<Page<CallbackView>> {
    const { skip, take } = pageWindow(query);
    const asked: FindOptionsWhere<CallbackEntity> = {
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(queueId === undefined ? {} : { queueId }),
      ...(state === undefined ? {} : { state }),
    };
    const queueIds = await this.visibleTo(who);
    const where = queueIds === null ? asked : ofAgent(asked, queueIds, who);
    const [rows, total] = await this.rows.findAndCount({ where, order: { queuedAt: 'ASC', id: 'ASC' }, skip, take });
    return pageOf(
      query,
      rows.map((row) => callbackView(callbackRecord(row))),
      total,
    );
  }

  /** Not found also when it is none of theirs: ids of others are not told. */
  async get(id: string, who: Principal): Promise<CallbackView> {
    const row = (await this.rows.findOneBy({ id })) ?? unknownCallback(id);
    const queueIds = await this.visibleTo(who);
    const { agentId, forAgentId, queueId } = row;
    const isTheirs = agentId === who.agentId || forAgentId === who.agentId || (forAgentId === null && queueIds?.includes(queueId) === true);
    return queueIds === null || isTheirs ? callbackView(callbackRecord(row)) : unknownCallback(id);
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

  async confirm(id: string, who: Principal): Promise<CallbackView> {
    await this.get(id, who);
    return callbackView(this.desk.confirmCallback(id));
  }

  /** Those that are not over, for the desk to go on with. */
  async open(): Promise<CallbackRecord[]> {
    const rows = await this.rows.find({ where: { state: In(OPEN) }, order: { queuedAt: 'ASC', id: 'ASC' } });
    return rows.map(callbackRecord);
  }

  /** The queues whose callbacks they may see; null: all. */
  private async visibleTo(who: Principal): Promise<string[] | null> {
    if (hasRole(who, 'supervisor')) return null;
    if (who.agentId === null) throw new Refusal('not-allowed', 'not-an-agent', 'You are no agent, and see no callbacks.');
    return this.queues.queueIdsOf(who.agentId);
  }
}

/** Those of the queues that are for nobody in particular, and those for this agent or served by it. */
function ofAgent(
  asked: FindOptionsWhere<CallbackEntity>,
  queueIds: readonly string[],
  { agentId }: Principal,
): FindOptionsWhere<CallbackEntity>[] {
  const mine = agentId ?? '';
  const queues = queueIds.filter((id) => asked.queueId === undefined || id === asked.queueId);
  const shared = queues.length === 0 ? [] : [{ ...asked, queueId: In(queues), forAgentId: IsNull() }];
  return [...shared, { ...asked, forAgentId: mine }, { ...asked, agentId: mine }];
}

function unknownCallback(id: string): never {
  throw new Refusal('not-found', 'unknown-callback', `There is no callback ${id}.`);
}
