import type { JournalEntry } from '../../core/journal/facts.js';

const REMEMBERED = 5_000;

/** The last entries, for readers who come back after a moment. */
export class EventHistory {
  private entries: JournalEntry[] = [];

  add(entry: JournalEntry): void {
    this.entries.push(entry);
    // Cut in halves, not one by one: shifting an array with every event would copy it with every event.
    if (this.entries.length > 2 * REMEMBERED) this.entries = this.entries.slice(-REMEMBERED);
  }

  find(id: string): JournalEntry | null {
    return this.entries.find((entry) => entry.id === id) ?? null;
  }

  /** Those after `id`, in order. */
  after(id: string): JournalEntry[] {
    return this.entries.filter((entry) => entry.id > id);
  }

  /** True when nothing between `id` and now can be missing here. */
  reachesBackTo(id: string): boolean {
    const [oldest] = this.entries;
    return oldest !== undefined && oldest.id <= id;
  }
}
