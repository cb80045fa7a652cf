import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { buildOnce } from './build-once.js';

const directory = (): string => mkdtempSync(join(tmpdir(), 'guichet-build-'));
const silent = (): void => undefined;
/** No process has this number: the kernel's limit is 2^22. */
const DEAD_PID = 4_194_305;

describe('A cached tree', () => {
  it('is built by one and shared by all who ask at the same time', async () => {
    const target = join(directory(), 'tree');
    let builds = 0;
    const build = async (path: string): Promise<void> => {
      builds += 1;
      await setImmediate();
      writeFileSync(join(path, 'done'), '');
    };
    await Promise.all([buildOnce(target, build, silent), buildOnce(target, build, silent), buildOnce(target, build, silent)]);
    expect(builds).toBe(1);
    expect(readdirSync(join(target, '..'))).toEqual(['tree']);
  });

  it('does not exist when its build failed, and is built at the next try', async () => {
    const target = join(directory(), 'tree');
    await expect(buildOnce(target, () => Promise.reject(new Error('no network')), silent)).rejects.toThrow('no network');
    expect(readdirSync(join(target, '..'))).toEqual([]);
    await buildOnce(target, () => Promise.resolve(), silent);
    expect(existsSync(target)).toBe(true);
  });

  it('is built again after a process died in the middle, and what that one left is removed', async () => {
    const target = join(directory(), 'tree');
    writeFileSync(`${target}.lock`, `${String(DEAD_PID)} 1`);
    await mkdir(`${target}.building-${String(DEAD_PID)}-0badcafe`);
    await buildOnce(target, () => Promise.resolve(), silent);
    expect(readdirSync(join(target, '..'))).toEqual(['tree']);
  });
});
