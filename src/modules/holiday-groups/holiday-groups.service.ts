import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { Holiday } from '../../core/schedule/holidays.js';
import { Database } from '../../platform/database/database.js';
import { NamedRows, type RowUsers } from '../../platform/database/named-rows.js';
import type { Page, PageQuery } from '../../platform/http/paging.js';
import { checkedAs } from '../../platform/http/validation.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { AudioService } from '../audio/audio.service.js';
import { HolidayDraft, HolidayGroupChanges, HolidayGroupDraft, HolidayGroupView } from './dto/holiday-group.dto.js';
import { holidayFaults } from './holiday-faults.js';
import { HolidayGroupEntity, type StoredHoliday } from './holiday-group.entity.js';

/** Days on which nobody is there, for campaigns to share. */
@Injectable()
export class HolidayGroupsService implements OnModuleInit {
  private readonly rows: NamedRows<HolidayGroupEntity>;

  constructor(
    database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    private readonly audio: AudioService,
  ) {
    this.rows = new NamedRows(HolidayGroupEntity, { noun: 'holiday group', code: 'holiday-group' }, database);
  }

  async onModuleInit(): Promise<void> {
    await this.rows.load();
    this.audio.whoUses(async (manager, id) => {
      const groups = await manager.find(HolidayGroupEntity, { order: { name: 'ASC' } });
      const users = groups.filter(({ holidays }) => holidays.some(({ audioId }) => audioId === id));
      return users.map(({ name }) => `the holiday group "${name}"`);
    });
  }

  list(query: PageQuery): Promise<Page<HolidayGroupView>> {
    return this.rows.list(query);
  }

  get(id: string): Promise<HolidayGroupView> {
    return this.rows.get(id);
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): HolidayGroupDraft {
    return checkedAs(HolidayGroupDraft, value, path);
  }

  async create({ name, holidays = [] }: HolidayGroupDraft): Promise<HolidayGroupView> {
    return this.rows.insert({ id: this.ids.next(), version: 1, name, holidays: this.possible(holidays) });
  }

  async change(id: string, { holidays, ...changes }: HolidayGroupChanges, expectedVersion: number | null): Promise<HolidayGroupView> {
    const list = holidays === undefined ? {} : { holidays: this.possible(holidays) };
    return this.rows.change(id, expectedVersion, () => ({ ...changes, ...list }));
  }

  remove(id: string, expectedVersion: number | null): Promise<void> {
    return this.rows.remove(id, expectedVersion);
  }

  /** From memory, as the group was last changed; null for a group that is not, or no more. */
  holidays(id: string): readonly Holiday[] | null {
    const group = this.rows.inMemory(id);
    if (group === null) return null;
    return group.holidays.map(({ audioId, ...day }) => ({ ...day, message: audioId === null ? null : this.audio.sound(audioId) }));
  }

  exists(manager: EntityManager, id: string): Promise<boolean> {
    return this.rows.exists(manager, id);
  }

  /** Asks `users` before a group is removed. */
  whoUses(users: RowUsers): void {
    this.rows.whoUses(users);
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.rows.whenChanged(listener);
  }

  private possible(drafts: readonly HolidayDraft[]): StoredHoliday[] {
    const holidays = drafts.map(({ date, yearly = false, from = null, to = null, audioId = null }) => ({
      date,
      yearly,
      from,
      to,
      audioId,
    }));
    const faults = [
      ...holidayFaults(holidays),
      ...holidays.flatMap(({ audioId }, index) =>
        audioId === null || this.audio.exists(audioId)
          ? []
          : [{ path: `holidays[${index}].audioId`, code: 'unknown-audio', message: `There is no sound ${audioId}.` }],
      ),
    ];
    const [first] = faults;
    if (first !== undefined) throw new Refusal('impossible', first.code, faults.map(({ message }) => message).join(' '), faults);
    return holidays;
  }
}
