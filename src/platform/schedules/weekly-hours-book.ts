import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { hoursAt, WEEKDAYS, type Weekday, type WeeklyHours } from '../../core/schedule/weekly-hours.js';
import type { NamedRow, NamedRows, RowUsers, Transaction } from '../database/named-rows.js';
import type { Page, PageQuery } from '../http/paging.js';
import { checkedAs } from '../http/validation.js';
import { askedInstant, openingView, type OpeningQuery, type OpeningView } from './opening.dto.js';
import { emptyRange, overlap } from './time-of-day.js';
import { DaysView, HoursRange, WeeklyHoursChanges, WeeklyHoursDraft, WeeklyHoursView } from './weekly-hours.dto.js';

export interface HoursRow extends NamedRow {
  timeZone: string;
  days: DaysView;
}

const UNUSED: HoursRange = { from: '00:00', to: '00:00' };

/** Hours of the week with names, kept as rows: the same for a work schedule and for calling hours, which are tables of their own. */
export class WeeklyHoursBook {
  constructor(
    private readonly rows: NamedRows<HoursRow>,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.rows.load();
  }

  list(query: PageQuery): Promise<Page<WeeklyHoursView>> {
    return this.rows.list(query);
  }

  get(id: string): Promise<WeeklyHoursView> {
    return this.rows.get(id);
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): WeeklyHoursDraft {
    return checkedAs(WeeklyHoursDraft, value, path);
  }

  async create({ days, ...draft }: WeeklyHoursDraft): Promise<WeeklyHoursView> {
    const row = { ...draft, days: weekOf(days), id: this.ids.next(), version: 1 };
    assertPossible(row.days);
    return this.rows.insert(row);
  }

  change(id: string, { days, ...changes }: WeeklyHoursChanges, expectedVersion: number | null): Promise<WeeklyHoursView> {
    return this.rows.change(id, expectedVersion, (row) => {
      const next = { ...changes, days: weekOf({ ...row.days, ...days }) };
      assertPossible(next.days);
      return next;
    });
  }

  remove(id: string, expectedVersion: number | null): Promise<void> {
    return this.rows.remove(id, expectedVersion);
  }

  /** What these hours alone say of the instant asked for. */
  async at(id: string, query: OpeningQuery): Promise<OpeningView> {
    const instant = askedInstant(query, this.clock.now());
    const { open, nextChange } = hoursAt(await this.get(id), instant);
    return openingView({ open, reason: open ? 'open' : 'outside-hours', holiday: null, nextChange });
  }

  /** From memory, as they were last changed; null for hours that are not, or no more. */
  hours(id: string): WeeklyHours | null {
    return this.rows.inMemory(id);
  }

  exists(manager: Transaction, id: string): Promise<boolean> {
    return this.rows.exists(manager, id);
  }

  /** Asks `users` before hours are removed. */
  whoUses(users: RowUsers): void {
    this.rows.whoUses(users);
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.rows.whenChanged(listener);
  }
}

function weekOf(days: Partial<Record<Weekday, HoursRange[]>>): DaysView {
  const ranges = (day: Weekday): HoursRange[] => (days[day] ?? []).map(({ from, to }) => ({ from, to }));
  return Object.fromEntries(WEEKDAYS.map((day) => [day, ranges(day)])) as unknown as DaysView;
}

function assertPossible(days: DaysView): void {
  const faults = WEEKDAYS.flatMap((day) => faultsOf(days[day], `days.${day}`));
  const [first] = faults;
  if (first !== undefined) throw new Refusal('impossible', first.code, faults.map(({ message }) => message).join(' '), faults);
}

function faultsOf(ranges: readonly HoursRange[], path: string): RefusalFault[] {
  return ranges.flatMap((range, index) => {
    const here = `${path}[${index}]`;
    if (range.from === UNUSED.from && range.to === UNUSED.to) return [];
    const earlier = ranges.slice(0, index).find((other) => overlap(range, other));
    const message = `${here} overlaps ${earlier?.from ?? ''}-${earlier?.to ?? ''}; ranges of one day may touch, no more.`;
    return [...emptyRange(range, here), ...(earlier === undefined ? [] : [{ path: here, code: 'overlapping-ranges', message }])];
  });
}
