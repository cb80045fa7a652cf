import type { DatabasePlace } from '../config/configuration.js';

/** The database cannot be used; the message says which one, why, and what to check. No password is in it. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** Driver codes that mean "away, perhaps back soon", as opposed to a statement that is wrong. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_LOCK_WAIT_TIMEOUT',
  // Somebody is at work on the server: its rights, its disk, its tables. What was asked is not to blame.
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_CONNECTION_KILLED',
  'ER_QUERY_INTERRUPTED',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_OUT_OF_RESOURCES',
  'ER_BAD_DB_ERROR',
  'ER_NO_SUCH_TABLE',
  'SQLITE_BUSY',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_LOCKED',
  'SQLITE_NOMEM',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
]);

export function driverCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? driverCode(error.driverError) : null;
}

export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const code = driverCode(error);
  // What the driver says of a connection that is over already.
  if (code === null) return isFatal(error);
  // SQLite's extended codes carry the reason after the plain one, e.g. SQLITE_IOERR_WRITE.
  return AWAY.has(code) || AWAY.has(code.split('_').slice(0, 2).join('_'));
}

function isFatal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('fatal' in error && error.fatal === true) || ('driverError' in error && isFatal(error.driverError));
}

/** True when another transaction was faster: the same work, begun again, may succeed. */
export function lostRace(error: unknown): boolean {
  const code = driverCode(error);
  // The second is what MariaDB says since 11.6, where a row read is not silently another one when it is written.
  return code === 'ER_LOCK_DEADLOCK' || code === 'ER_CHECKREAD';
}

/** True when a row with the same unique key is already there. */
export function isDuplicate(error: unknown): boolean {
  const code = driverCode(error);
  return code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** True when a row refers to one that is not there, or is referred to by one that is. */
export function isBrokenReference(error: unknown): boolean {
  const code = driverCode(error);
  return code === 'ER_NO_REFERENCED_ROW_2' || code === 'ER_ROW_IS_REFERENCED_2' || code === 'SQLITE_CONSTRAINT_FOREIGNKEY';
}

/** What to tell an operator whose database did not open. */
export function cannotOpen(place: DatabasePlace, error: unknown): DatabaseUnavailable {
  const reason = error instanceof Error ? error.message || (driverCode(error) ?? error.name) : String(error);
  if (place.kind === 'sqlite') {
    const advice = 'check that DATA_DIR exists, may be written and has room';
    return new DatabaseUnavailable(`The SQLite database ${place.file} cannot be opened (${reason}): ${advice}.`, { cause: error });
  }
  const at = `The database "${place.database}" on ${place.host}:${place.port}`;
  return new DatabaseUnavailable(`${at} cannot be used (${reason}): ${mysqlAdvice(driverCode(error), place)}.`, { cause: error });
}

function mysqlAdvice(code: string | null, { host, port, user, database }: DatabasePlace & { kind: 'mysql' }): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens there; check that MariaDB runs on ${host} and takes connections on port ${port}, and DATABASE_URL`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} is not known; check the host in DATABASE_URL`;
    case 'ER_ACCESS_DENIED_ERROR':
      return `the server refused the user "${user}"; check user and password in DATABASE_URL`;
    case 'ER_BAD_DB_ERROR':
      return `there is no such database; create it: CREATE DATABASE ${database} CHARACTER SET utf8mb4`;
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_TABLEACCESS_DENIED_ERROR':
      return `the user "${user}" lacks rights on it; GRANT ALL ON ${database}.* TO that user`;
    case 'ETIMEDOUT':
      return `no answer in time; check the network and firewall between this machine and ${host}`;
    default:
      return 'check DATABASE_URL and that the server runs';
  }
}
