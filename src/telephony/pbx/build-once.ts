import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from './file-lock.js';
import { processIdentity } from './process-identity.js';

/**
 * The directory `target` exists and is complete when this resolves. `build` fills a sibling that is renamed at the end, so a crash
 * leaves nothing that could be taken for the result. Of several processes one builds and the others wait for it; should two ever build
 * (a lock was taken for dead), the first to finish wins and the other throws its own away.
 */
export async function buildOnce(
  target: string,
  build: (directory: string) => Promise<void>,
  report: (line: string) => void,
): Promise<void> {
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true });
  await withLock(
    `${target}.lock`,
    async () => {
      if (!existsSync(target)) await buildAndPublish(target, build);
    },
    () => {
      report(`Another process is preparing ${basename(target)}; waiting for it.`);
    },
  );
}

async function buildAndPublish(target: string, build: (directory: string) => Promise<void>): Promise<void> {
  await removeAbandoned(target);
  const building = `${target}.building-${String(process.pid)}-${randomBytes(4).toString('hex')}`;
  await mkdir(building);
  try {
    await build(building);
    await rename(building, target);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** Removes what builds of dead processes left; a live one (its lock was taken for dead) keeps its directory. */
async function removeAbandoned(target: string): Promise<void> {
  const prefix = `${basename(target)}.building-`;
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-', 1)[0]);
    if (processIdentity(pid) === null) await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}
