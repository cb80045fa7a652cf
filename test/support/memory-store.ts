import type { JournalEntry } from '../../src/core/journal/facts.js';
import type { JournalStore } from '../../src/core/ports/journal-store.js';

/** The journal's resting place in memory; `away` makes it refuse. */
export class MemoryStore implements JournalStore {
  readonly entries = new Map<string, JournalEntry>();
  away = false;

  write(batch: readonly JournalEntry[]): Promise<void> {
    if (this.away) return Promise.reject(new Error('the store is away'));
    for (const entry of batch) if (!this.entries.has(entry.id)) this.entries.set(entry.id, entry);
    return Promise.resolve();
  }
}
