import type { JournalEntry } from '../../src/core/journal/facts.js';
import type { JournalDisk } from '../../src/engine/journal.js';

/** The journal's segments, outliving every process; in memory because a disk would be most of a simulated day. */
export class MemoryDisk implements JournalDisk {
  private readonly segments = new Map<number, JournalEntry[]>();
  private current: JournalEntry[] | null = null;
  private lastNumber = 0;

  append(entry: JournalEntry): void {
    if (this.current === null) {
      this.current = [];
      this.lastNumber += 1;
      this.segments.set(this.lastNumber, this.current);
    }
    this.current.push(entry);
  }

  cut(): void {
    this.current = null;
  }

  left(): number[] {
    return [...this.segments.keys()].filter((number) => this.segments.get(number) !== this.current);
  }

  read(segment: number): JournalEntry[] {
    return this.segments.get(segment) ?? [];
  }

  remove(segment: number): void {
    this.segments.delete(segment);
  }

  refuse({ id }: JournalEntry): string {
    throw new Error(`the simulated database was given an entry that it would never take: ${id}`);
  }
}
