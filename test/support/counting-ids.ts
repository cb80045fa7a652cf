import type { IdSource } from '../../src/core/ports/id-source.js';

/** Ids `id-000001`, `id-000002`, … and chance from a seed: the same run gives the same ids (mulberry32, public domain). */
export class CountingIds implements IdSource {
  private count = 0;

  constructor(
    private state = 1,
    private readonly prefix = 'id',
  ) {}

  next(): string {
    this.count += 1;
    return `${this.prefix}-${String(this.count).padStart(6, '0')}`;
  }

  chance(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
