import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type FindOptionsWhere, type Repository } from 'typeorm';

import type { CallbackState } from '../../core/callbacks/callback-record.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { seconds } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { PersonalDataSources, type Person } from '../../platform/personal-data/personal-data-sources.js';
import { callbackRecord, callbackView } from './callback-rows.js';
import { CallbackEntity } from './callback.entity.js';
import { CallbackView } from './dto/callback.dto.js';

/** Nobody has been dialled yet. */
const TO_BE_CALLED: CallbackState[] = ['proposed', 'waiting', 'reserved'];
const LOOK_AGAIN_MS = 100;
const JOURNAL_WITHIN = seconds(5);

/** Callbacks of people who ask for what is kept about them, or for its erasure. */
@Injectable()
export class CallbackErasureService implements OnModuleInit {
  constructor(
    @InjectRepository(CallbackEntity) private readonly rows: Repository<CallbackEntity>,
    private readonly database: Database,
    private readonly sources: PersonalDataSources,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  onModuleInit(): void {
    this.sources.add({ name: 'callbacks', export: (person) => this.of(person), erase: (person) => this.erase(person) });
  }

  private async of(person: Person): Promise<CallbackView[]> {
    const rows = await this.rows.find({ where: theirs(person), order: { requestedAt: 'ASC', id: 'ASC' } });
    return rows.map((row) => callbackView(callbackRecord(row)));
  }

  /** One that is open is cancelled first, so that nobody dials the number that is no more. */
  private async erase(person: Person): Promise<number> {
    const rows = await this.rows.find({ where: theirs(person) });
    if (rows.some(({ state }) => state === 'dialling' || state === 'talking')) {
      throw new Refusal('wrong-state', 'number-on-the-line', 'The number is being called back at the moment. Erase it when that is over.');
    }
    await this.journalKnows(rows.filter(({ state, id }) => TO_BE_CALLED.includes(state) && this.cancel(id)).map(({ id }) => id));
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await this.database.unaccompanied((manager) => manager.delete(CallbackEntity, { id: In(ids) }));
    return ids.length;
  }

  /** False when the desk does not know it: it has expired. */
  private cancel(id: string): boolean {
    try {
      this.desk.cancelCallback(id);
      return true;
    } catch (fault) {
      if (fault instanceof Refusal) return false;
      throw fault;
    }
  }

  /** A row that is deleted before the journal has told of its end would be made again by it, number and all. */
  private async journalKnows(cancelled: readonly string[]): Promise<void> {
    const deadline = this.clock.now() + JOURNAL_WITHIN;
    const open = { id: In([...cancelled]), state: In(TO_BE_CALLED) };
    while (cancelled.length > 0 && (await this.rows.existsBy(open))) {
      if (this.clock.now() > deadline)
        throw new Refusal('unavailable', 'journal-behind', 'The journal is not written yet. Try again in a moment.');
      await new Promise<void>((resolve) => this.clock.at(this.clock.now() + LOOK_AGAIN_MS, resolve));
    }
  }
}

function theirs({ number, callIds }: Person): FindOptionsWhere<CallbackEntity>[] {
  return [{ number }, ...(callIds.length === 0 ? [] : [{ callId: In([...callIds]) }])];
}
