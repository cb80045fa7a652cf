import type { Response } from 'express';

import type { JournalEntry } from '../../core/journal/facts.js';
import type { Audience } from './audience.js';

/** A reader that is this far behind is cut off: it comes back with Last-Event-ID and misses nothing. */
const LARGEST_BACKLOG_BYTES = 1_000_000;

/** One reader of events. */
export class EventStream {
  private lastSent: string;
  /** Entries that arrive while older ones are still being read for this reader. */
  private held: JournalEntry[] | null = [];

  constructor(
    private readonly response: Response,
    private readonly audience: Audience,
    startAfter: string,
    private readonly written: (entry: JournalEntry) => string,
  ) {
    this.lastSent = startAfter;
    response
      .status(200)
      .set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    response.flushHeaders();
    // Without a first byte some clients take the stream for not begun.
    response.write(': guichet\n\n');
  }

  /** Something new. */
  push(entry: JournalEntry): void {
    if (this.held !== null) {
      this.held.push(entry);
      // Reading the past takes too long for what happens meanwhile.
      if (this.held.length > 20_000) this.end();
    } else this.send(entry);
  }

  /** Something old, in order, before `goLive`. */
  replay(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.send(entry);
  }

  /** The past is told: from here on as it happens. */
  goLive(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const entry of held) this.send(entry);
  }

  heartbeat(): void {
    this.write(': heartbeat\n\n');
  }

  end(): void {
    this.response.destroy();
  }

  get over(): boolean {
    return this.response.destroyed || this.response.writableEnded;
  }

  /** Resolves when the reader has taken what was written, or is gone. */
  async drained(): Promise<void> {
    if (!this.response.writableNeedDrain || this.over) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.response.off('drain', done).off('close', done);
        resolve();
      };
      this.response.on('drain', done).on('close', done);
    });
  }

  private send(entry: JournalEntry): void {
    if (entry.id <= this.lastSent) return;
    this.lastSent = entry.id;
    if (this.audience.isTold(entry.fact)) this.write(this.written(entry));
  }

  private write(text: string): void {
    if (this.over) return;
    this.response.write(text);
    if (this.response.writableLength > LARGEST_BACKLOG_BYTES) this.end();
  }
}
