import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { DataSource, type DataSourceOptions, type MixedList, type EntitySchema } from 'typeorm';

import type { DatabasePlace } from '../config/configuration.js';
import { answeringSocket, type Patience } from './answering-socket.js';
import { Database } from './database.js';
import { cannotOpen } from './database-unavailable.js';
import { MIGRATIONS } from './migrations/all.js';

const CONNECT_MS = 5_000;
// SQLite answers synchronously: as long as somebody else writes, nothing at all happens here. Short, and tried again.
const BUSY_MS = 250;
const POOL = 10;
/** The longest honest statement of ours takes a fraction of it. */
const ANSWER_SECONDS = 10;

/** How TypeORM reaches the place. Tables are made by migrations only. */
export function dataSourceOptions(place: DatabasePlace, patience: Patience = { seconds: ANSWER_SECONDS }): DataSourceOptions {
  const common = { migrations: MIGRATIONS, migrationsTableName: 'migrations', migrationsTransactionMode: 'each', logging: false } as const;
  if (place.kind === 'sqlite') {
    return {
      ...common,
      type: 'better-sqlite3',
      database: place.file,
      enableWAL: true,
      timeout: BUSY_MS,
      prepareDatabase: (connection: { pragma(text: string): void }) => {
        // With WAL this loses nothing when the process dies; a power cut may take the last moments, never the consistency.
        connection.pragma('synchronous = NORMAL');
        // What somebody has erased would stay readable in the file until its place is needed.
        connection.pragma('secure_delete = ON');
      },
    };
  }
  const { host, port, user: username, password, database } = place;
  return {
    ...common,
    type: 'mysql',
    host,
    port,
    username,
    password,
    database,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: CONNECT_MS,
    poolSize: POOL,
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: { maxIdle: POOL, stream: () => answeringSocket(host, port, patience) },
  };
}

/** An open database with every migration applied. Throws `DatabaseUnavailable`, which says what to check. */
export async function openDatabase(place: DatabasePlace, entities: MixedList<NewableFunction | string | EntitySchema>): Promise<Database> {
  let source: DataSource | undefined;
  const patience: Patience = { seconds: null };
  try {
    if (place.kind === 'sqlite') mkdirSync(dirname(place.file), { recursive: true, mode: 0o700 });
    source = new DataSource({ ...dataSourceOptions(place, patience), entities });
    await source.initialize();
    await source.runMigrations();
    patience.seconds = ANSWER_SECONDS;
    return new Database(source);
  } catch (error) {
    if (source?.isInitialized) await source.destroy().catch(() => undefined);
    throw cannotOpen(place, error);
  }
}
