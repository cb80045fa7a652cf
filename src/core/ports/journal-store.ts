import type { JournalEntry } from '../journal/facts.js';

/** The store cannot take anything now and may be able to later: nothing is wrong with what it was given. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';
}

/** Where journal entries come to rest. */
export interface JournalStore {
  /**
   * Writes the batch whole or not at all, in the order given; an entry already there is left as it is, so that a batch may be replayed.
   * Rejects with `StoreAway` when the store is away: the journal keeps the batch and tries again. Any other rejection says that something
   * in this very batch will never be taken.
   */
  write(batch: readonly JournalEntry[]): Promise<void>;
}
