import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';

import type { Fact } from '../../core/journal/facts.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { VoicemailEntity } from './voicemail.entity.js';

/** What was heard of a message since is newer than what the database, behind the journal, says of it. */
const HEARD_MS = 60_000;

/** The open messages of a queue. */
export interface VoicemailCount {
  readonly new: number;
  readonly claimed: number;
  /** When the oldest of the new ones was left; null when there is none. */
  readonly oldestAt: Instant | null;
}

interface Known {
  readonly state: VoicemailEntity['state'];
  readonly queueId: string;
  readonly receivedAt: Instant;
  /** When this was heard; 0: read. */
  readonly heardAt: Instant;
}

/**
 * How many messages wait in each queue, from memory: what happens is heard at once, and what happens on other instances, or was missed,
 * is read again by `recount`.
 */
@Injectable()
export class VoicemailCountsService implements OnModuleInit, OnModuleDestroy {
  private known = new Map<string, Known>();
  private stopListening: () => void = () => undefined;

  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.desk.subscribe(({ fact }) => this.hear(fact));
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** Only queues that have open messages. */
  byQueue(): ReadonlyMap<string, VoicemailCount> {
    const counts = new Map<string, VoicemailCount>();
    for (const { state, queueId, receivedAt } of this.known.values()) {
      if (state === 'closed') continue;
      const { new: waiting, claimed, oldestAt } = counts.get(queueId) ?? { new: 0, claimed: 0, oldestAt: null };
      if (state === 'claimed') counts.set(queueId, { new: waiting, claimed: claimed + 1, oldestAt });
      else counts.set(queueId, { new: waiting + 1, claimed, oldestAt: Math.min(oldestAt ?? receivedAt, receivedAt) });
    }
    return counts;
  }

  /** Reads them again. */
  async recount(): Promise<void> {
    const rows = await this.rows.find({
      select: { id: true, state: true, queueId: true, receivedAt: true },
      where: { state: In(['new', 'claimed']) },
    });
    const fresh = new Map<string, Known>(rows.map(({ id, ...row }) => [id, { ...row, heardAt: 0 }]));
    const since = this.clock.now() - HEARD_MS;
    for (const [id, known] of this.known) if (known.heardAt > since) fresh.set(id, known);
    this.known = fresh;
  }

  /** What is no more, whatever it was. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.known.delete(id);
  }

  private hear(fact: Fact): void {
    const heardAt = this.clock.now();
    if (fact.type === 'voicemail-deposited') {
      const { voicemailId, queueId, receivedAt } = fact.voicemail;
      this.known.set(voicemailId, { state: 'new', queueId, receivedAt, heardAt });
      return;
    }
    const state = stateAfter(fact);
    if (state === null || !('stepId' in fact)) return;
    const known = this.known.get(fact.voicemailId);
    if (known !== undefined) this.known.set(fact.voicemailId, { ...known, state, queueId: fact.queueId, heardAt });
  }
}

function stateAfter({ type }: Fact): VoicemailEntity['state'] | null {
  switch (type) {
    case 'voicemail-claimed':
      return 'claimed';
    case 'voicemail-released':
    case 'voicemail-moved':
      return 'new';
    case 'voicemail-closed':
      return 'closed';
    default:
      return null;
  }
}
