import type { JournalEntry } from '../../src/core/journal/facts.js';
import { StoreAway, type JournalStore } from '../../src/core/ports/journal-store.js';

/** The journal's resting place in memory; `away` makes it take nothing, `refuses` some entries never. */
export class MemoryStore implements JournalStore {
  readonly entries = new Map<string, JournalEntry>();
  away = false;
  refuses: (entry: JournalEntry) => boolean = () => false;
  writes = 0;

  write(batch: readonly JournalEntry[]): Promise<void> {
    this.writes += 1;
    if (this.away) return Promise.reject(new StoreAway('the store is away'));
    if (batch.some(this.refuses)) return Promise.reject(new Error('data too long'));
    for (const entry of batch) if (!this.entries.has(entry.id)) this.entries.set(entry.id, entry);
    return Promise.resolve();
  }
}
