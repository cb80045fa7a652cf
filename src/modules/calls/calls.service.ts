import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { CallEntity } from './call.entity.js';
import { CallDetailView, CallQuery, CallRecordingView, CallView } from './dto/call.dto.js';
import { saidOf } from './call-answers.js';
import { callView, entryView } from './fact-view.js';
import { JournalService } from './journal.service.js';
import { callRecord } from './projection.js';

@Injectable()
export class CallsService {
  private recordingsOf: (callId: string) => Promise<CallRecordingView[]> = () => Promise.resolve([]);

  constructor(
    @InjectRepository(CallEntity) private readonly rows: Repository<CallEntity>,
    private readonly journal: JournalService,
  ) {}

  /** How the recordings of a call are found: they are the business of another module, which is made of this one. */
  showsRecordings(recordingsOf: (callId: string) => Promise<CallRecordingView[]>): void {
    this.recordingsOf = recordingsOf;
  }

  /** The latest first. */
  async list(query: CallQuery): Promise<Page<CallView>> {
    const { skip, take } = pageWindow(query);
    const calls = this.rows
      .createQueryBuilder('call')
      .orderBy('call.arrivedAt', 'DESC')
      .addOrderBy('call.id', 'DESC')
      .skip(skip)
      .take(take);
    if (query.campaignId !== undefined) calls.andWhere('call.campaignId = :campaignId', { campaignId: query.campaignId });
    if (query.ending !== undefined) calls.andWhere('call.endingHow = :ending', { ending: query.ending });
    if (query.from !== undefined) calls.andWhere('call.arrivedAt >= :from', { from: fromRfc3339(query.from, 'from') });
    if (query.to !== undefined) calls.andWhere('call.arrivedAt < :to', { to: fromRfc3339(query.to, 'to') });
    const [rows, total] = await calls.getManyAndCount();
    return pageOf(
      query,
      rows.map((row) => callView(callRecord(row))),
      total,
    );
  }

  async get(id: string): Promise<CallDetailView> {
    const row = await this.rows.findOneBy({ id });
    if (row === null) throw new Refusal('not-found', 'unknown-call', `There is no call ${id}.`);
    // What an agent is doing besides belongs to the agent, not to the caller's journey.
    const entries = (await this.journal.ofCall(id)).filter(({ fact }) => fact.type !== 'agent-state');
    return {
      ...callView(callRecord(row)),
      ...saidOf(entries, row.agentId),
      timeline: entries.map(timelineEntry),
      recordings: await this.recordingsOf(id),
    };
  }
}

function timelineEntry(entry: Parameters<typeof entryView>[0]): CallDetailView['timeline'][number] {
  const { callId: _callId, call: _call, ...rest } = entryView(entry);
  return rest;
}
