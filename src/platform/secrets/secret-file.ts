import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * The text of a file that only its owner may read, made with `fresh` when it is not there. The file is created or left alone, never
 * overwritten: two processes that start together agree on the one that came first.
 */
export function secretFile(path: string, fresh: () => string): string {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, `${fresh()}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = readFileSync(path, 'utf8').trim();
  if (text === '') throw new Error(`${path} is empty: restore it from a backup, or remove it to have a new one made`);
  return text;
}

/** 256 bits from the system, as hexadecimal digits. */
export function randomKey(): string {
  return randomBytes(32).toString('hex');
}
