import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type EntityManager, type Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { DispositionGroupPlan } from '../../core/plan/briefing.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { checkedAs } from '../../platform/http/validation.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { assertPossible } from './disposition-rules.js';
import { DispositionGroupEntity, type StoredDisposition } from './disposition-group.entity.js';
import {
  DispositionGroupChanges,
  DispositionGroupDraft,
  DispositionGroupView,
  type DispositionDraft,
  type DispositionView,
} from './dto/disposition-group.dto.js';
import { SYSTEM_DISPOSITIONS, type DispositionLanguage } from './system-dispositions.js';

const SYSTEM_CODES: ReadonlySet<string> = new Set(SYSTEM_DISPOSITIONS.map(({ code }) => code));

/** Who refers to this group, in words for the one who wants to remove it; asked within the removing transaction. */
export type DispositionGroupUsers = (manager: EntityManager, groupId: string) => Promise<string[]>;

/**
 * What agents may say of a call. A call keeps a copy of the disposition that it was given (code, label, category, profit, currency): nothing
 * that happens here rewrites the past.
 */
@Injectable()
export class DispositionGroupsService implements OnModuleInit {
  private readonly users: DispositionGroupUsers[] = [];
  private readonly listeners: (() => Promise<void>)[] = [];
  /** In memory, as agents give dispositions while the database is away. */
  private readonly known = new Map<string, DispositionGroupEntity>();

  constructor(
    @InjectRepository(DispositionGroupEntity) private readonly rows: Repository<DispositionGroupEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const row of await this.rows.find()) this.known.set(row.id, row);
  }

  async list(query: PageQuery, language: DispositionLanguage): Promise<Page<DispositionGroupView>> {
    const { skip, take } = pageWindow(query);
    const [rows, total] = await this.rows.findAndCount({ order: { name: 'ASC' }, skip, take });
    return pageOf(
      query,
      rows.map((row) => view(row, language)),
      total,
    );
  }

  async get(id: string, language: DispositionLanguage): Promise<DispositionGroupView> {
    return view((await this.rows.findOneBy({ id })) ?? unknownGroup(id), language);
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): DispositionGroupDraft {
    return checkedAs(DispositionGroupDraft, value, path);
  }

  async create({ dispositions = [], ...draft }: DispositionGroupDraft, language: DispositionLanguage): Promise<DispositionGroupView> {
    const row: DispositionGroupEntity = {
      currency: 'EUR',
      includeSystem: true,
      ...draft,
      id: this.ids.next(),
      version: 1,
      dispositions: stored(dispositions),
    };
    assertPossible(row);
    await this.database.transaction(async (manager) => {
      await assertNameFree(manager, row);
      await manager.insert(DispositionGroupEntity, row);
    });
    await this.changed(row);
    return view(row, language);
  }

  async change(
    id: string,
    { dispositions, ...changes }: DispositionGroupChanges,
    expectedVersion: number | null,
    language: DispositionLanguage,
  ): Promise<DispositionGroupView> {
    const next = await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, DispositionGroupEntity, { id })) ?? unknownGroup(id);
      assertCurrent(expectedVersion, row.version);
      const changed: DispositionGroupEntity = {
        ...row,
        ...changes,
        version: row.version + 1,
        dispositions: dispositions === undefined ? row.dispositions : stored(dispositions),
      };
      assertPossible(changed);
      await assertNameFree(manager, changed);
      await manager.update(DispositionGroupEntity, { id }, changed);
      return changed;
    });
    await this.changed(next);
    return view(next, language);
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, DispositionGroupEntity, { id })) ?? unknownGroup(id);
      assertCurrent(expectedVersion, row.version);
      const users = (await Promise.all(this.users.map((usersOf) => usersOf(manager, id)))).flat();
      if (users.length > 0) {
        const message = `The disposition group ${row.name} is in use by: ${users.slice(0, 20).join(', ')}.`;
        throw new Refusal('wrong-state', 'disposition-group-in-use', message, [], { users });
      }
      await manager.delete(DispositionGroupEntity, { id });
    });
    this.known.delete(id);
    for (const listener of this.listeners) await listener();
  }

  async exists(manager: EntityManager, id: string): Promise<boolean> {
    return manager.existsBy(DispositionGroupEntity, { id });
  }

  /** Every code that can be given, system ones included; null when there is no such group. From memory. */
  codes(id: string): ReadonlySet<string> | null {
    return this.known.has(id) ? new Set(this.plan(id, 'en').dispositions.map(({ code }) => code)) : null;
  }

  /** The same where there may be no group: then the system's codes alone. */
  codesFor(id: string | null): ReadonlySet<string> | null {
    return id === null ? SYSTEM_CODES : this.codes(id);
  }

  /** All that can be said of a call, for an agent's screen and to copy into the call. Without a group: the system's. From memory. */
  plan(id: string | null, language: DispositionLanguage): DispositionGroupPlan {
    const group = id === null ? undefined : this.known.get(id);
    if (group === undefined) return { id: null, version: null, name: null, currency: null, dispositions: system(language) };
    const { version, name, currency, dispositions } = view(group, language);
    return { id: group.id, version, name, currency, dispositions };
  }

  whoUses(users: DispositionGroupUsers): void {
    this.users.push(users);
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  private async changed(row: DispositionGroupEntity): Promise<void> {
    // Of two changes at once the later one counts, whichever is heard of last.
    if (row.version > (this.known.get(row.id)?.version ?? 0)) this.known.set(row.id, row);
    for (const listener of this.listeners) await listener();
  }
}

function stored(drafts: readonly DispositionDraft[]): StoredDisposition[] {
  return drafts
    .filter(({ system }) => system !== true)
    .map(({ code, label, category, profit = null, countsForQuota = false, details = [] }) => ({
      code,
      label,
      category,
      profit,
      countsForQuota,
      details: details.map((detail) => ({ code: detail.code, label: detail.label })),
    }));
}

function view(
  { id, version, name, currency, includeSystem, dispositions }: DispositionGroupEntity,
  language: DispositionLanguage,
): DispositionGroupView {
  const own = dispositions.map((disposition) => ({ ...disposition, details: [...disposition.details], system: false }));
  return { id, version, name, currency, includeSystem, dispositions: includeSystem ? [...own, ...system(language)] : own };
}

function system(language: DispositionLanguage): DispositionView[] {
  return SYSTEM_DISPOSITIONS.map(({ code, label }) => ({
    code,
    label: label[language],
    category: 'not-argued',
    profit: null,
    countsForQuota: false,
    details: [],
    system: true,
  }));
}

function unknownGroup(id: string): never {
  throw new Refusal('not-found', 'unknown-disposition-group', `There is no disposition group ${id}.`);
}

async function assertNameFree(manager: EntityManager, { id, name }: { id: string; name: string }): Promise<void> {
  if (!(await manager.existsBy(DispositionGroupEntity, { name, id: Not(id) }))) return;
  const message = `Another disposition group has the name ${name}.`;
  throw new Refusal('wrong-state', 'name-taken', message, [{ path: 'name', code: 'name-taken', message }]);
}
