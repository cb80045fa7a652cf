import type { JournalEntry } from '../journal/facts.js';

/** Where journal entries come to rest. */
export interface JournalStore {
  /**
   * Writes the batch whole or not at all, in the order given; an entry already there is left as it is, so that a batch may be replayed.
   * Rejects when the store is away: the journal keeps the batch and tries again.
   */
  write(batch: readonly JournalEntry[]): Promise<void>;
}
