import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../core/journal/facts.js';

/**
 * Journal entries on disk until the database has them, in numbered segments of one JSON object a line. Appended before anybody acts on
 * a fact: the page cache outlives a killed process, so a fact once recorded is never lost with it.
 */
export class Spill {
  private current: { readonly number: number; readonly file: number } | null = null;
  private nextNumber: number;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.nextNumber = Math.max(0, ...this.left()) + 1;
  }

  /** The segments that nobody appends to any more, oldest first. */
  left(): number[] {
    return readdirSync(this.folder)
      .map((name) => /^(\d+)\.ndjson$/.exec(name)?.[1])
      .flatMap((digits) => (digits === undefined ? [] : [Number(digits)]))
      .filter((number) => number !== this.current?.number)
      .sort((a, b) => a - b);
  }

  append(entry: JournalEntry): void {
    this.current ??= this.open();
    writeSync(this.current.file, `${JSON.stringify(entry)}\n`);
  }

  /** Ends the segment being written; the next entry opens another. */
  cut(): void {
    if (this.current === null) return;
    const { file } = this.current;
    this.current = null;
    closeSync(file);
  }

  /** A line that a death cut short is left out: nobody acted on it. */
  read(segment: number): JournalEntry[] {
    return readFileSync(this.pathOf(segment), 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as JournalEntry];
        } catch {
          return [];
        }
      });
  }

  remove(segment: number): void {
    rmSync(this.pathOf(segment), { force: true });
  }

  private open(): { number: number; file: number } {
    const number = this.nextNumber++;
    return { number, file: openSync(this.pathOf(number), 'a', 0o600) };
  }

  private pathOf(segment: number): string {
    return join(this.folder, `${String(segment)}.ndjson`);
  }
}
