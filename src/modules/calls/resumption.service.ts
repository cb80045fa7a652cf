import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, MoreThan, MoreThanOrEqual, Not, type Repository } from 'typeorm';

import type { AgentResumption } from '../../core/acd/floor-events.js';
import { resumptionOf } from '../../core/acd/resumption.js';
import type { CallRecord, MessageFact } from '../../core/journal/facts.js';
import type { AgentId } from '../../core/kernel/ids.js';
import type { Instant } from '../../core/kernel/time.js';
import { AgentMemoryEntity } from './agent-memory.entity.js';
import { CallEntity } from './call.entity.js';
import { JournalEntryEntity } from './journal-entry.entity.js';
import { callRecord } from './projection.js';

/** No conversation begins longer after the arrival of its call. */
const LONGEST_WAIT_MS = 24 * 3600 * 1000;
/** In one statement: a database takes so many parameters and no more. */
const CALLS_ASKED = 500;
const MESSAGE_FACTS: readonly MessageFact['type'][] = ['voicemail-deposited', 'voicemail-discarded'];

/** What was going on when the backend last ran, as the journal knows it. */
@Injectable()
export class ResumptionService {
  constructor(
    @InjectRepository(CallEntity) private readonly calls: Repository<CallEntity>,
    @InjectRepository(AgentMemoryEntity) private readonly memories: Repository<AgentMemoryEntity>,
    @InjectRepository(JournalEntryEntity) private readonly entries: Repository<JournalEntryEntity>,
  ) {}

  async unfinishedCalls(): Promise<CallRecord[]> {
    return (await this.calls.find({ where: { endedAt: IsNull() }, order: { arrivedAt: 'ASC', id: 'ASC' } })).map(callRecord);
  }

  /** Whether the agent was connected with another caller after `instant`. */
  async tookCallAfter(agentId: AgentId, instant: Instant): Promise<boolean> {
    const arrivedAt = MoreThanOrEqual(instant - LONGEST_WAIT_MS);
    return this.calls.existsBy({ agentId, answeredAt: MoreThan(instant), arrivedAt });
  }

  /** Calls that ended with a message which could not be brought to our disk, those included for which that was made good. */
  async unkeptMessages(): Promise<CallRecord[]> {
    return (await this.calls.find({ where: { endingHow: 'failed', recording: Not(IsNull()) }, order: { arrivedAt: 'ASC' } })).map(
      callRecord,
    );
  }

  /** What the journal tells of the messages left in these calls. */
  async toldMessages(calls: readonly CallRecord[]): Promise<MessageFact[]> {
    const callIds = calls.filter(({ recording }) => recording !== undefined).map(({ callId }) => callId);
    const facts: MessageFact[] = [];
    for (let from = 0; from < callIds.length; from += CALLS_ASKED) {
      const rows = await this.entries.findBy({ callId: In(callIds.slice(from, from + CALLS_ASKED)), type: In(MESSAGE_FACTS) });
      facts.push(...rows.map(({ fact }) => fact as MessageFact));
    }
    return facts;
  }

  /** Agents who were signed in. */
  async agents(): Promise<AgentResumption[]> {
    return (await this.memories.find({ order: { agentId: 'ASC' } })).flatMap(({ fact }) => resumptionOf(fact) ?? []);
  }
}
