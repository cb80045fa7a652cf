import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, processIdentity } from './process-identity.js';

const POLL_MS = 300;

/**
 * Runs `work` while no other process of this machine does so under the same lock file. A lock whose process died is taken over;
 * `onWait` is called once if another process holds it.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>, onWait: () => void = () => undefined): Promise<T> {
  let told = false;
  while (!(await takeLock(lock))) {
    if (!told) onWait();
    told = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** True when the lock is now ours. A lock whose process is gone is removed, and taken at the next try. */
async function takeLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, processIdentity(process.pid) ?? '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  let holder = await readFile(lock, 'utf8').catch(() => null);
  if (holder === '') {
    // Being written this instant, or its writer died in between: a little later tells.
    await sleep(POLL_MS);
    holder = await readFile(lock, 'utf8').catch(() => null);
  }
  if (holder !== null && !isSameProcess(holder)) await rm(lock, { force: true });
  return false;
}
