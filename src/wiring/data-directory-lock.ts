import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameProcess, processIdentity } from '../telephony/pbx/process-identity.js';
import { CannotStart } from './operator-faults.js';

/**
 * Makes this process the only Guichet of the data directory until it ends: two at once would take each other's calls, and write over each
 * other's journal. A lock whose process died is taken over. Throws `CannotStart` when another Guichet is at work there, or when nothing
 * can be written there at all.
 */
export function lockDataDirectory(directory: string): void {
  const lock = join(directory, 'guichet.lock');
  const own = processIdentity(process.pid) ?? '';
  // Written aside and linked, so that nobody ever reads half a lock.
  const aside = `${lock}.${String(process.pid)}`;
  try {
    writeFileSync(aside, own);
    while (!linked(aside, lock)) removeIfDead(lock, directory);
  } catch (fault) {
    if (fault instanceof CannotStart) throw fault;
    throw new CannotStart(
      `DATA_DIR ${directory} cannot be written (${fault instanceof Error ? fault.message : String(fault)}): choose another, or give this user the right to write there.`,
    );
  } finally {
    rmSync(aside, { force: true });
  }
  process.once('exit', () => {
    if (holderOf(lock) === own) rmSync(lock, { force: true });
  });
}

/** Of several processes that try at once, one succeeds. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  }
}

function removeIfDead(lock: string, directory: string): void {
  const holder = holderOf(lock);
  if (holder === null) return;
  refuseIfAlive(holder, directory);
  // Taken away first and looked at again: meanwhile somebody else may have done the same, and put a living lock there.
  const removed = `${lock}.${String(process.pid)}.dead`;
  try {
    renameSync(lock, removed);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw fault;
  }
  const found = holderOf(removed) ?? '';
  if (isSameProcess(found)) linked(removed, lock);
  rmSync(removed, { force: true });
  refuseIfAlive(found, directory);
}

function refuseIfAlive(holder: string, directory: string): void {
  if (!isSameProcess(holder)) return;
  throw new CannotStart(
    `Another Guichet (process ${String(Number.parseInt(holder, 10))}) works in DATA_DIR ${directory}: stop it first, or give this one a DATA_DIR and ports of its own.`,
  );
}

/** Null when nobody holds it. */
function holderOf(lock: string): string | null {
  try {
    return readFileSync(lock, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}
