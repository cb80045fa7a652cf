/** A chunk that grows past this is cut in two; moving this many pointers is cheaper than walking a tree of them. */
const CHUNK_LIMIT = 512;

/** Negative when `a` stands before `b`; zero only for the same item. */
export type Order<T> = (a: T, b: T) => number;

/**
 * Items in order, with their ranks: insert, remove, rank and `at` in a few hundred nanoseconds for a hundred thousand items. A list of
 * sorted chunks, because it touches far less memory than a balanced tree of the same size. What orders an item must not change while it
 * stands here: remove it, change it, insert it again.
 */
export class OrderedLine<T extends object> {
  private readonly chunks: T[][] = [];
  /** The length of each chunk, side by side: ranks are sums over these, without touching the chunks. */
  private readonly lengths: number[] = [];
  private count = 0;

  constructor(private readonly order: Order<T>) {}

  get size(): number {
    return this.count;
  }

  get first(): T | undefined {
    return this.chunks[0]?.[0];
  }

  insert(item: T): void {
    this.count += 1;
    const index = Math.min(this.chunkOf(item), this.chunks.length - 1);
    const chunk = this.chunks[index];
    if (chunk === undefined) {
      this.chunks.push([item]);
      this.lengths.push(1);
      return;
    }
    chunk.splice(this.placeIn(chunk, item), 0, item);
    this.lengths[index] = chunk.length;
    if (chunk.length > CHUNK_LIMIT) {
      const tail = chunk.splice(CHUNK_LIMIT >> 1);
      this.chunks.splice(index + 1, 0, tail);
      this.lengths.splice(index, 1, chunk.length, tail.length);
    }
  }

  /** False when the item does not stand here. */
  remove(item: T): boolean {
    const index = this.chunkOf(item);
    const chunk = this.chunks[index];
    if (chunk === undefined) return false;
    const place = this.placeIn(chunk, item);
    if (chunk[place] !== item) return false;
    this.count -= 1;
    if (place === 0) chunk.shift();
    else chunk.splice(place, 1);
    this.lengths[index] = chunk.length;
    if (chunk.length === 0) {
      this.chunks.splice(index, 1);
      this.lengths.splice(index, 1);
    }
    return true;
  }

  /** How many stand before the item, or would if it stood here. */
  rank(item: T): number {
    const index = this.chunkOf(item);
    let before = 0;
    for (let i = 0; i < index; i += 1) before += this.lengths[i] ?? 0;
    const chunk = this.chunks[index];
    return chunk === undefined ? before : before + this.placeIn(chunk, item);
  }

  at(rank: number): T | undefined {
    let left = rank;
    for (const chunk of this.chunks) {
      if (left < chunk.length) return chunk[left];
      left -= chunk.length;
    }
    return undefined;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const chunk of this.chunks) yield* chunk;
  }

  /** The first chunk whose last item does not stand before `item`; the number of chunks when all do. */
  private chunkOf(item: T): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.chunks[middle]?.at(-1);
      if (last !== undefined && this.order(last, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private placeIn(chunk: readonly T[], item: T): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = chunk[middle];
      if (other !== undefined && this.order(other, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
