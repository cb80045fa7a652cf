import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThanOrEqual, type EntityManager, type Repository } from 'typeorm';

import type { JournalEntry } from '../../core/journal/facts.js';
import type { VoicemailFact } from '../../core/journal/voicemail-facts.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { JournalService } from '../calls/journal.service.js';
import { VoicemailStepEntity } from './voicemail-step.entity.js';

/** The journal writes within a second of being told; what is older was told by a process that died, or not at all. */
const FORGOTTEN_MS = 60_000;
const AT_ONCE = 200;

/**
 * Sees to it that every step of a message reaches the journal. A step is kept in the transaction that makes it, told once that holds, and
 * dropped in the transaction that writes it to the journal: killed anywhere in between, we tell it again.
 */
@Injectable()
export class VoicemailStepsService implements OnModuleInit {
  /** Told by this process and not written yet: with the database away that can take long. */
  private readonly told = new Set<string>();

  constructor(
    @InjectRepository(VoicemailStepEntity) private readonly rows: Repository<VoicemailStepEntity>,
    private readonly database: Database,
    private readonly journal: JournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => this.drop(manager, batch));
  }

  /** As part of `manager`'s transaction. */
  async keep(manager: EntityManager, fact: VoicemailFact): Promise<void> {
    await manager.insert(VoicemailStepEntity, { id: fact.stepId, at: this.clock.now(), fact });
  }

  /** To be called once the transaction holds. */
  tell(fact: VoicemailFact): void {
    this.told.add(fact.stepId);
    this.desk.record(fact);
  }

  /** Tells what a process that died has not. Of several instances that look at once, one does. */
  async retell(now: Instant): Promise<void> {
    const rows = await this.rows.find({ where: { at: LessThanOrEqual(now - FORGOTTEN_MS) }, order: { id: 'ASC' }, take: AT_ONCE });
    for (const { id, at, fact } of rows) {
      if (this.told.has(id)) continue;
      const { affected } = await this.database.unaccompanied((manager) => manager.update(VoicemailStepEntity, { id, at }, { at: now }));
      if (affected === 1) this.tell(fact);
    }
  }

  private async drop(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
    const ids = batch.flatMap(({ fact }) => ('stepId' in fact ? [fact.stepId] : []));
    if (ids.length === 0) return;
    await manager.delete(VoicemailStepEntity, { id: In(ids) });
    for (const id of ids) this.told.delete(id);
  }
}
