import type { Fact, JournalEntry } from '../core/journal/facts.js';
import { seconds } from '../core/kernel/time.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import { StoreAway, type JournalStore } from '../core/ports/journal-store.js';
import type { Log } from '../core/ports/log.js';
import type { Spill } from './spill.js';

const FLUSH_AFTER_MILLISECONDS = 200;
const RETRY_AFTER = seconds(1);
/** A segment is cut when it holds this many entries, so that no batch is larger. */
const BATCH_ENTRIES = 1000;
/** How long a process that ends waits for the store: what is not written by then is on disk, and the next one writes it. */
const CLOSES_WITHIN = seconds(3);

/** Where entries wait for the store: the disk, or a test's stand-in for it. */
export type JournalDisk = Pick<Spill, 'append' | 'cut' | 'left' | 'read' | 'remove' | 'refuse'>;

/**
 * Remembers every fact: first on disk, then, in batches, in the store. Nobody waits for it. While the store is away the segments stay on
 * disk and nothing is kept in memory; when it is back they are written in order. An entry that the store refuses for what it is goes to a
 * file beside the segments, and the others go on.
 */
export class Journal {
  private readonly listeners = new Set<(entry: JournalEntry) => void>();
  private entriesInSegment = 0;
  /** Whether anything was recorded since the last flush began. */
  private unwritten = false;
  private timer: Timer | null = null;
  private flushing: Promise<void> | null = null;
  private storeAway = false;
  private diskFault = false;
  private closed = false;
  /** Entries the disk refused, kept in memory as a last resort. */
  private undiskable: JournalEntry[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly spill: JournalDisk,
    private readonly store: JournalStore,
    private readonly log: Log,
  ) {}

  /** True while the store refuses batches. */
  get behind(): boolean {
    return this.storeAway;
  }

  record(fact: Fact): void {
    const entry: JournalEntry = { id: this.ids.next(), at: this.clock.now(), fact };
    this.keep(entry);
    for (const listener of this.listeners) this.tell(listener, entry);
    this.schedule(FLUSH_AFTER_MILLISECONDS);
  }

  /** A listener that fails must not cost the floor its decision. */
  private tell(listener: (entry: JournalEntry) => void, entry: JournalEntry): void {
    try {
      listener(entry);
    } catch (fault) {
      this.log.error('a listener of the journal failed', { entry: entry.id, fault: String(fault) });
    }
  }

  /** Every entry as it is made, in order. Answers how to stop. */
  subscribe(listener: (entry: JournalEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Writes what an earlier run left on disk; rejects when the store is away. */
  async recover(): Promise<void> {
    for (const segment of this.spill.left()) await this.writeSegment(segment);
  }

  /** Writes all that is outstanding as far as the store allows within the time, and stops. */
  async close(withinMilliseconds = CLOSES_WITHIN): Promise<void> {
    this.timer?.stop();
    this.timer = null;
    this.closed = true;
    const flushed = Promise.resolve(this.flushing).then(() => this.flush());
    await new Promise<void>((resolve, reject) => {
      const alarm = this.clock.at(this.clock.now() + withinMilliseconds, () => {
        this.log.warn('the database did not take the end of the journal in time; the next start writes it');
        resolve();
      });
      flushed.then(resolve, reject).finally(() => {
        alarm.stop();
      });
    });
  }

  private keep(entry: JournalEntry): void {
    try {
      this.spill.append(entry);
      this.entriesInSegment += 1;
      this.unwritten = true;
      this.diskFault = false;
      if (this.entriesInSegment >= BATCH_ENTRIES) this.cut();
    } catch (fault) {
      if (!this.diskFault) this.log.error('the journal cannot be written to disk; entries wait in memory', { fault: String(fault) });
      this.diskFault = true;
      this.undiskable.push(entry);
    }
  }

  private schedule(milliseconds: number): void {
    if (this.timer !== null || this.flushing !== null || this.closed) return;
    this.timer = this.clock.at(this.clock.now() + milliseconds, () => {
      this.timer = null;
      this.flushing = this.flush().finally(() => {
        this.flushing = null;
        if (this.storeAway) this.schedule(RETRY_AFTER);
        else if (this.unwritten || this.undiskable.length > 0) this.schedule(FLUSH_AFTER_MILLISECONDS);
      });
    });
  }

  private async flush(): Promise<void> {
    this.unwritten = false;
    try {
      this.cut();
      await this.recover();
      const inMemory = this.undiskable;
      if (inMemory.length > 0) {
        await this.write(inMemory);
        this.undiskable = this.undiskable.slice(inMemory.length);
      }
      if (this.storeAway) this.log.info('the database is back; the journal has caught up');
      this.storeAway = false;
    } catch (fault) {
      if (!this.storeAway) this.log.warn('the database does not take the journal; it waits on disk', { fault: String(fault) });
      this.storeAway = true;
    }
  }

  private cut(): void {
    this.spill.cut();
    this.entriesInSegment = 0;
  }

  private async writeSegment(segment: number): Promise<void> {
    await this.write(this.spill.read(segment));
    this.spill.remove(segment);
  }

  /** Rejects when the store is away. Halves a batch that is refused until what is wrong with it stands alone, and puts that aside. */
  private async write(batch: readonly JournalEntry[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      await this.store.write(batch);
    } catch (fault) {
      if (fault instanceof StoreAway) throw fault;
      if (batch.length === 1) this.putAside(first, fault);
      else {
        const half = Math.ceil(batch.length / 2);
        await this.write(batch.slice(0, half));
        await this.write(batch.slice(half));
      }
    }
  }

  private putAside(entry: JournalEntry, fault: unknown): void {
    const kept = this.spill.refuse(entry);
    this.log.error('the database refuses an entry of the journal; it was put aside', {
      entry: entry.id,
      type: entry.fact.type,
      fault: String(fault),
      kept,
    });
  }
}
