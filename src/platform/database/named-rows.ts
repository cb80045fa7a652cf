import {
  Not,
  type EntityManager,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsWhere,
  type QueryDeepPartialEntity,
} from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import { assertCurrent } from '../http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../http/paging.js';
import type { Database } from './database.js';

export interface NamedRow {
  readonly id: string;
  /** Grows by one with every change. */
  readonly version: number;
  /** Unique in its table. */
  readonly name: string;
}

/** What such a row is called. */
export interface RowWords {
  /** In sentences: `work schedule`. */
  readonly noun: string;
  /** In codes: `work-schedule` makes `unknown-work-schedule` and `work-schedule-in-use`. */
  readonly code: string;
}

/** What is done with it happens whole or not at all. */
export type Transaction = EntityManager;

/** Who refers to the row, in words for the one who wants to remove it; asked within the removing transaction. */
export type RowUsers = (manager: Transaction, id: string) => Promise<string[]>;

const USERS_NAMED = 20;

/**
 * A table of small resources with unique names, and its rows in memory, where calls find them whatever the database does. What every such
 * resource does alike is done here; what is particular to one, its service does.
 */
export class NamedRows<Row extends NamedRow> {
  /** Null: removed, for good. */
  private readonly known = new Map<string, Row | null>();
  private readonly users: RowUsers[] = [];
  private readonly listeners: (() => Promise<void>)[] = [];

  constructor(
    private readonly entity: EntityTarget<Row>,
    private readonly words: RowWords,
    private readonly database: Database,
  ) {}

  /** Fills the memory; to be called once, when the module begins. */
  async load(): Promise<void> {
    for (const row of await this.database.repository(this.entity).find()) this.keep(row);
  }

  /** From memory; null for one that is not, or no more. */
  inMemory(id: string): Row | null {
    return this.known.get(id) ?? null;
  }

  async list(query: PageQuery): Promise<Page<Row>> {
    const { skip, take } = pageWindow(query);
    const order = { name: 'ASC' } as FindOptionsOrder<Row>;
    const [items, total] = await this.database.repository(this.entity).findAndCount({ order, skip, take });
    return pageOf(query, items, total);
  }

  async get(id: string): Promise<Row> {
    return (await this.database.repository(this.entity).findOneBy(this.where(id))) ?? this.unknown(id);
  }

  async insert(row: Row): Promise<Row> {
    await this.database.transaction(async (manager) => {
      await this.assertNameFree(manager, row);
      await manager.insert(this.entity, { ...row } as QueryDeepPartialEntity<Row>);
    });
    return this.changed(row);
  }

  /** `revise` gets the row as it is and gives what changes; what it throws leaves everything as it was. */
  async change(id: string, expectedVersion: number | null, revise: (row: Row) => Partial<Row>): Promise<Row> {
    const next = await this.database.transaction(async (manager) => {
      const row = await this.current(manager, id, expectedVersion);
      const revised: Row = { ...row, ...revise(row), version: row.version + 1 };
      await this.assertNameFree(manager, revised);
      await manager.update(this.entity, this.where(id), { ...revised } as QueryDeepPartialEntity<Row>);
      return revised;
    });
    return this.changed(next);
  }

  /** Refused (`…-in-use`, naming the users) while something refers to it. */
  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const row = await this.current(manager, id, expectedVersion);
      const users = (await Promise.all(this.users.map((usersOf) => usersOf(manager, id)))).flat();
      if (users.length > 0) {
        const message = `The ${this.words.noun} "${row.name}" is used by ${users.slice(0, USERS_NAMED).join(', ')}.`;
        throw new Refusal('wrong-state', `${this.words.code}-in-use`, message, [], { users });
      }
      await manager.delete(this.entity, this.where(id));
    });
    this.known.set(id, null);
    await this.tellListeners();
  }

  exists(manager: EntityManager, id: string): Promise<boolean> {
    return manager.existsBy(this.entity, this.where(id));
  }

  /** Names of the rows for which `holds`, within a transaction. */
  async namesWhere(manager: EntityManager, holds: (row: Row) => boolean): Promise<string[]> {
    const rows = await manager.find(this.entity, { order: { name: 'ASC' } as FindOptionsOrder<Row> });
    return rows.filter(holds).map(({ name }) => name);
  }

  whoUses(users: RowUsers): void {
    this.users.push(users);
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  private async current(manager: EntityManager, id: string, expectedVersion: number | null): Promise<Row> {
    const row = (await this.database.locked(manager, this.entity, this.where(id))) ?? this.unknown(id);
    assertCurrent(expectedVersion, row.version);
    return row;
  }

  private async changed(row: Row): Promise<Row> {
    this.keep(row);
    await this.tellListeners();
    return row;
  }

  /** Of two changes at once the later one stays, whichever is told first. */
  private keep(row: Row): void {
    const known = this.known.get(row.id);
    if (known === undefined || (known !== null && known.version < row.version)) this.known.set(row.id, row);
  }

  private async tellListeners(): Promise<void> {
    for (const listener of this.listeners) await listener();
  }

  private where(id: string): FindOptionsWhere<Row> {
    return { id } as FindOptionsWhere<Row>;
  }

  private unknown(id: string): never {
    throw new Refusal('not-found', `unknown-${this.words.code}`, `There is no ${this.words.noun} ${id}.`);
  }

  private async assertNameFree(manager: EntityManager, { id, name }: NamedRow): Promise<void> {
    if (!(await manager.existsBy(this.entity, { name, id: Not(id) } as FindOptionsWhere<Row>))) return;
    const message = `Another ${this.words.noun} has the name ${name}.`;
    throw new Refusal('wrong-state', 'name-taken', message, [{ path: 'name', code: 'name-taken', message }]);
  }
}
