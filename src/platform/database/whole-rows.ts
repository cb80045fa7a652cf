import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

/**
 * SQLite keeps prepared statements by their text: of these few sizes every number of rows is made up, so that nothing is prepared twice. MariaDB is
 * asked once for all, as each question is a way there and back.
 */
const ROWS_PREPARED = [32, 8, 2, 1];

/** Writes those rows whose key is not there yet. All columns of the entity are written; far cheaper than the same through a repository. */
export async function insertMissing<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
): Promise<void> {
  const verb = onSqlite(manager) ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
  await insert(manager, entity, rows, verb, () => '');
}

/** Writes rows over those with the same key, except where `version` of the row that is there is as large or larger. */
export async function putNewer<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  version: keyof Row & string,
  rows: readonly Row[],
): Promise<void> {
  await insert(manager, entity, rows, 'INSERT', (metadata) => {
    const { driver } = metadata.dataSource;
    const quoted = (name: string): string => driver.escape(name);
    const known = quoted(version);
    const names = metadata.nonVirtualColumns.filter(({ isPrimary }) => !isPrimary).map(({ databaseName }) => quoted(databaseName));
    const keys = metadata.primaryColumns.map(({ databaseName }) => quoted(databaseName)).join(', ');
    if (onSqlite(manager)) {
      const changes = names.map((name) => `${name} = excluded.${name}`).join(', ');
      return ` ON CONFLICT (${keys}) DO UPDATE SET ${changes} WHERE excluded.${known} > ${quoted(metadata.tableName)}.${known}`;
    }
    // MariaDB sets one column after the other: the version, which decides about all of them, comes last.
    const inOrder = [...names.filter((name) => name !== known), known];
    const changes = inOrder.map((name) => `${name} = IF(VALUES(${known}) > ${known}, VALUES(${name}), ${name})`).join(', ');
    return ` ON DUPLICATE KEY UPDATE ${changes}`;
  });
}

async function insert<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
  verb: string,
  conflict: (metadata: EntityMetadata) => string,
): Promise<void> {
  if (rows.length === 0) return;
  const metadata = manager.dataSource.getMetadata(entity);
  const { driver } = metadata.dataSource;
  const columns = metadata.nonVirtualColumns;
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  const places = `(${columns.map(() => '?').join(', ')})`;
  const head = `${verb} INTO ${driver.escape(metadata.tableName)} (${names}) VALUES `;
  const tail = conflict(metadata);
  const sizes = onSqlite(manager) ? ROWS_PREPARED : [rows.length];
  for (let from = 0; from < rows.length;) {
    const left = rows.length - from;
    const size = sizes.find((each) => each <= left) ?? left;
    const part = rows.slice(from, from + size);
    const values = part.flatMap((row) =>
      columns.map((column) => driver.preparePersistentValue(column.getEntityValue(row), column) as unknown),
    );
    await manager.query(`${head}${part.map(() => places).join(', ')}${tail}`, values);
    from += size;
  }
}

function onSqlite(manager: EntityManager): boolean {
  return manager.dataSource.options.type === 'better-sqlite3';
}
