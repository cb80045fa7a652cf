import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../core/journal/facts.js';
import type { Log } from '../core/ports/log.js';

/** `writeSync`, or a disk that a test plays. Answers how many bytes were taken. */
type Write = (file: number, bytes: Buffer, offset: number) => number;

/** What the store would never take, and lines that nobody can read: for a person to look at. */
const REFUSED = 'refused-entries.ndjson';

/**
 * Journal entries on disk until the database has them, in numbered segments of one JSON object a line. Appended before anybody acts on
 * a fact: the page cache outlives a killed process, so a fact once recorded is never lost with it.
 */
export class Spill {
  private current: { readonly number: number; readonly file: number } | null = null;
  private nextNumber: number;
  /** Segments whose unreadable lines were told and put aside: a segment is read again for as long as the database is away. */
  private readonly lookedThrough = new Set<number>();

  constructor(
    private readonly folder: string,
    private readonly log: Log,
    private readonly write: Write = writeSync,
  ) {
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

  /** Throws when the disk does not take the whole line; what it took of it then ends the segment, so that no other line is spoilt. */
  append(entry: JournalEntry): void {
    this.current ??= this.open();
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      const taken = this.write(this.current.file, line, 0);
      if (taken < line.length) throw new Error(`the disk took ${String(taken)} of ${String(line.length)} bytes`);
    } catch (fault) {
      this.cut();
      throw fault;
    }
  }

  /** Ends the segment being written; the next entry opens another. */
  cut(): void {
    if (this.current === null) return;
    const { file } = this.current;
    this.current = null;
    closeSync(file);
  }

  /** A last line that a death or a full disk cut short is left out: nobody acted on it, or it was kept elsewhere. */
  read(segment: number): JournalEntry[] {
    const lines = readFileSync(this.pathOf(segment), 'utf8').split('\n');
    const torn = lines.pop();
    const entries: JournalEntry[] = [];
    const unreadable: string[] = [];
    for (const line of lines) {
      try {
        entries.push(JSON.parse(line) as JournalEntry);
      } catch {
        unreadable.push(line);
      }
    }
    if (torn !== undefined && torn !== '') entries.push(...whole(torn));
    if (unreadable.length > 0) this.putAside(segment, unreadable);
    return entries;
  }

  remove(segment: number): void {
    rmSync(this.pathOf(segment), { force: true });
    this.lookedThrough.delete(segment);
  }

  /** Takes an entry out of the way of the others, for good. Answers the file it is kept in. */
  refuse(entry: JournalEntry): string {
    return this.keepAside([JSON.stringify(entry)]);
  }

  private putAside(segment: number, lines: readonly string[]): void {
    if (this.lookedThrough.has(segment)) return;
    const kept = this.keepAside(lines);
    this.lookedThrough.add(segment);
    this.log.error('lines of the journal on disk cannot be read; they were put aside', {
      segment: this.pathOf(segment),
      lines: lines.length,
      kept,
    });
  }

  private keepAside(lines: readonly string[]): string {
    const file = join(this.folder, REFUSED);
    appendFileSync(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    return file;
  }

  private open(): { number: number; file: number } {
    const number = this.nextNumber++;
    return { number, file: openSync(this.pathOf(number), 'a', 0o600) };
  }

  private pathOf(segment: number): string {
    return join(this.folder, `${String(segment)}.ndjson`);
  }
}

/** A line that lacks nothing but its end is an entry all the same. */
function whole(line: string): JournalEntry[] {
  try {
    return [JSON.parse(line) as JournalEntry];
  } catch {
    return [];
  }
}
