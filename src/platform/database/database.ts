import { AsyncLocalStorage } from 'node:async_hooks';

import type { DataSource, EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral, Repository } from 'typeorm';

import { DatabaseUnavailable, isDatabaseAway, lostRace } from './database-unavailable.js';

const PING_MS = 2_000;
const ATTEMPTS = 6;
const LONGEST_PAUSE_MS = 50;

/** Work that goes into the first transaction that holds of what it accompanies. */
export interface Companion {
  readonly join: (manager: EntityManager) => Promise<void>;
  /** Where it is: `joined` once the transaction holds; `over` when what it accompanies has ended, though work begun by it may go on. */
  state: 'waiting' | 'joining' | 'joined' | 'over';
}

/** An open database with its tables. Every write goes through `transaction`. */
export class Database {
  private tail: Promise<unknown> = Promise.resolve();
  private readonly singleConnection: boolean;
  private readonly companions = new AsyncLocalStorage<Companion>();

  constructor(readonly source: DataSource) {
    this.singleConnection = source.options.type === 'better-sqlite3';
  }

  /**
   * Runs `work` whole or not at all. On SQLite the driver has one connection, and a transaction begun while another is open would
   * become a part of it: there, they run one after another. On MariaDB the loser of a race (a deadlock, or a row that changed since it was
   * read) is run again, so `work` may run more than once and must not touch anything but the manager it is given.
   */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const companion = this.companions.getStore();
    if (companion?.state !== 'waiting') return this.whole(work);
    companion.state = 'joining';
    try {
      const result = await this.whole(async (manager) => {
        const done = await work(manager);
        await companion.join(manager);
        return done;
      });
      companion.state = 'joined';
      return result;
    } catch (error) {
      companion.state = 'waiting';
      throw error;
    }
  }

  /** Runs `work`, in whatever it calls the first transaction that holds does what `companion` wants too: both hold, or neither does. */
  accompanied<T>(companion: Companion, work: () => Promise<T>): Promise<T> {
    return this.companions.run(companion, work);
  }

  /** A transaction that takes nobody with it, whoever asks. */
  unaccompanied<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.whole(work);
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.source.getRepository(entity);
  }

  /** The row, which nobody else can change before this transaction ends; null when there is none. */
  async locked<Entity extends ObjectLiteral>(
    manager: EntityManager,
    entity: EntityTarget<Entity>,
    where: FindOptionsWhere<Entity>,
  ): Promise<Entity | null> {
    return manager.findOne(entity, this.singleConnection ? { where } : { where, lock: { mode: 'pessimistic_write' } });
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** Rejects with `DatabaseUnavailable` when the database does not answer within two seconds. */
  async ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new DatabaseUnavailable(`The database did not answer within ${PING_MS} ms.`)), PING_MS);
    });
    try {
      await Promise.race([this.source.query('SELECT 1'), late]);
    } catch (error) {
      throw isDatabaseAway(error) ? error : new DatabaseUnavailable('The database does not answer.', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  private whole<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (!this.singleConnection) return this.runAgainAfterRace(work);
    const turn = this.tail.then(() => this.source.transaction(work));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async runAgainAfterRace<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.source.transaction(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !lostRace(error)) throw error;
        // At random, so that those who collided do not collide again.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
      }
    }
  }
}
