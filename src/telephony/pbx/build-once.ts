import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, processIdentity } from './process-identity.js';

const POLL_MS = 500;

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
  const lock = `${target}.lock`;
  let told = false;
  while (!(await takeLock(lock))) {
    if (existsSync(target)) return;
    if (!told) report(`Another process is preparing ${basename(target)}; waiting for it.`);
    told = true;
    await sleep(POLL_MS);
  }
  try {
    if (!existsSync(target)) await buildAndPublish(target, build);
  } finally {
    await rm(lock, { force: true });
  }
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

/** True when the lock is now ours. A lock whose process is gone is removed, and taken at the next try. */
async function takeLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, processIdentity(process.pid) ?? '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const holder = await readFile(lock, 'utf8').catch(() => null);
  // An empty lock is being written this instant, or its writer died in between: one poll tells.
  if (holder === '') await sleep(POLL_MS);
  const settled = holder === '' ? await readFile(lock, 'utf8').catch(() => null) : holder;
  if (settled !== null && !isSameProcess(settled)) await rm(lock, { force: true });
  return false;
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
