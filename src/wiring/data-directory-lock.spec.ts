import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '../telephony/pbx/process-identity.js';
import { lockDataDirectory } from './data-directory-lock.js';

describe('the lock of a data directory', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'guichet-lock-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const lock = (): string => join(directory, 'guichet.lock');

  it('names the process that holds it, and leaves nothing else behind', () => {
    lockDataDirectory(directory);
    expect(readFileSync(lock(), 'utf8')).toBe(processIdentity(process.pid));
    expect(readdirSync(directory)).toEqual(['guichet.lock']);
  });

  it('is refused while its process lives, with a sentence that says which one', () => {
    writeFileSync(lock(), processIdentity(process.ppid) ?? '');
    expect(() => {
      lockDataDirectory(directory);
    }).toThrow(`Another Guichet (process ${String(process.ppid)}) works in DATA_DIR ${directory}`);
    expect(readdirSync(directory)).toEqual(['guichet.lock']);
  });

  it.each([
    ['has died', '999999999 1'],
    ['left its number to another program', `${String(process.ppid)} 1`],
    ['died before it could say who it was', ''],
  ])('is taken over when the process that held it %s', (_how, holder) => {
    writeFileSync(lock(), holder);
    lockDataDirectory(directory);
    expect(readFileSync(lock(), 'utf8')).toBe(processIdentity(process.pid));
    expect(readdirSync(directory)).toEqual(['guichet.lock']);
  });

  it('cannot be had where nothing can be written, and the sentence names DATA_DIR', () => {
    expect(() => {
      lockDataDirectory(join(directory, 'missing'));
    }).toThrow(/^DATA_DIR \S+ cannot be written \(.*ENOENT/);
  });
});
