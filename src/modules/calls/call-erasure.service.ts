import { setImmediate as nextTurn } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, IsNull, LessThanOrEqual, Like, MoreThan, type Repository } from 'typeorm';

import { Database } from '../../platform/database/database.js';
import type { Person } from '../../platform/personal-data/personal-data-sources.js';
import { CallEntity } from './call.entity.js';
import { CallsService } from './calls.service.js';
import { CallDetailView } from './dto/call.dto.js';
import { JournalEntryEntity } from './journal-entry.entity.js';

/** So many entries are looked through in a moment; calls are served between two such parts. */
const AT_ONCE = 1_000;

/** What calls and their journal tell of a caller: told to whoever may ask, and made nobody's. */
@Injectable()
export class CallErasureService {
  constructor(
    @InjectRepository(CallEntity) private readonly rows: Repository<CallEntity>,
    @InjectRepository(JournalEntryEntity) private readonly entries: Repository<JournalEntryEntity>,
    private readonly calls: CallsService,
    private readonly database: Database,
  ) {}

  async idsOf(number: string): Promise<string[]> {
    const rows = await this.rows.find({ select: { id: true }, where: { caller: number }, order: { arrivedAt: 'ASC', id: 'ASC' } });
    return rows.map(({ id }) => id);
  }

  /** Whether one of them has not ended, as far as the journal has come: what is still to be written would bring the number back. */
  async anyUnderWay(number: string): Promise<boolean> {
    return this.rows.existsBy({ caller: number, endedAt: IsNull() });
  }

  async export({ callIds }: Person): Promise<CallDetailView[]> {
    const calls: CallDetailView[] = [];
    for (const id of callIds) calls.push(await this.calls.get(id));
    return calls;
  }

  /** The calls stay, and with them every count; answers how many became nobody's. */
  async eraseCallers({ number }: Person): Promise<number> {
    const { affected } = await this.database.unaccompanied((manager) => manager.update(CallEntity, { caller: number }, { caller: null }));
    return affected ?? 0;
  }

  /** Answers how many entries of the journal changed. */
  async eraseEntries({ callIds, mentions }: Person): Promise<number> {
    const theirs = new Set(callIds);
    let changed = 0;
    const mask = async (found: readonly JournalEntryEntity[]): Promise<void> => {
      for (const entry of found) changed += await this.mask(entry, mentions.without(entry.fact, theirs.has(entry.callId ?? '')));
      await nextTurn();
    };
    for (const callId of callIds) await mask(await this.entries.find({ where: { callId }, order: { id: 'ASC' } }));
    for (let from = ''; ;) {
      const to = (await this.entries.find({ select: { id: true }, where: { id: MoreThan(from) }, order: { id: 'ASC' }, take: AT_ONCE })).at(
        -1,
      );
      if (to === undefined) return changed;
      const id = And(MoreThan(from), LessThanOrEqual(to.id));
      await mask(await this.entries.find({ where: mentions.like.map((pattern) => ({ id, fact: Like(pattern) as never })) }));
      from = to.id;
    }
  }

  private async mask(entry: JournalEntryEntity, fact: JournalEntryEntity['fact']): Promise<number> {
    if (JSON.stringify(fact) === JSON.stringify(entry.fact)) return 0;
    await this.database.unaccompanied((manager) => manager.update(JournalEntryEntity, { id: entry.id }, { fact: fact }));
    return 1;
  }
}
