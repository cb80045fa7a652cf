import { CountingIds } from '../support/counting-ids.js';

/** Chance from a seed: the same seed draws the same lots, in the same order. */
export class Lots {
  private readonly source: CountingIds;

  constructor(seed: number) {
    this.source = new CountingIds(seed);
  }

  /** Uniform in [0, 1). */
  chance(): number {
    return this.source.chance();
  }

  happens(probability: number): boolean {
    return this.chance() < probability;
  }

  between(low: number, high: number): number {
    return low + this.chance() * (high - low);
  }

  /** A whole number, both bounds included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** Exponential, rounded to whole milliseconds: what is waited for without memory. */
  exponential(mean: number): number {
    return Math.round(-Math.log(1 - this.chance()) * mean);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.chance() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Each item with the probability. */
  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.happens(probability));
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(weights) as Name[];
    let left = this.chance() * names.reduce((sum, name) => sum + weights[name], 0);
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    return this.pick(names);
  }

  /** Chance of its own, so that drawing more here changes nothing there. */
  fork(): Lots {
    return new Lots(Math.floor(this.chance() * 0x7fffffff));
  }
}
