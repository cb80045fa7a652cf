import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrderedLine, type Placed } from './ordered-line.js';

interface Item extends Placed {
  readonly key: number;
}

/** Keys in tens: a third of the order is in each of the figures and the tie. */
function item(key: number): Item {
  return { key, major: Math.floor(key / 100), minor: Math.floor(key / 10) % 10 };
}

const line = (): OrderedLine<Item> => new OrderedLine<Item>((a, b) => a.key - b.key);

describe('A line in order', () => {
  it('agrees with a sorted array, whatever comes and goes', () => {
    const step = fc.record({ key: fc.nat({ max: 400 }), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const items = new Map<number, Item>();
        const tested = line();
        for (const { key, remove } of steps) {
          const known = items.get(key);
          if (known === undefined) {
            const fresh = item(key);
            items.set(key, fresh);
            tested.insert(fresh);
          } else if (remove) {
            items.delete(key);
            expect(tested.remove(known)).toBe(true);
          }
        }
        const sorted = [...items.values()].sort((a, b) => a.key - b.key);
        expect([...tested]).toEqual(sorted);
        expect(tested.size).toBe(sorted.length);
        expect(tested.first).toBe(sorted[0]);
        sorted.forEach((each, rank) => {
          expect(tested.rank(each)).toBe(rank);
          expect(tested.at(rank)).toBe(each);
        });
      }),
    );
  });

  it('keeps its order and ranks over many chunks, filled and emptied in any direction', () => {
    const count = 5000;
    const scattered = Array.from({ length: count }, (_, i) => item((i * 2741) % count));
    const tested = line();
    for (const each of scattered) tested.insert(each);
    expect([...tested].map(({ key }) => key)).toEqual(Array.from({ length: count }, (_, i) => i));
    for (const each of scattered) expect(tested.rank(each)).toBe(each.key);
    for (const each of scattered.slice(0, count / 2)) tested.remove(each);
    const left = scattered.slice(count / 2).sort((a, b) => a.key - b.key);
    expect([...tested]).toEqual(left);
    left.forEach((each, rank) => expect(tested.rank(each)).toBe(rank));
    while (tested.first !== undefined) tested.remove(tested.first);
    expect(tested.size).toBe(0);
    expect(tested.at(0)).toBeUndefined();
  });

  it('does not remove who does not stand in it, even one of the same rank', () => {
    const tested = line();
    tested.insert(item(1));
    expect([tested.remove(item(1)), tested.remove(item(2)), tested.size]).toEqual([false, false, 1]);
  });

  it('says where one would stand who does not', () => {
    const tested = line();
    for (const key of [10, 20, 30]) tested.insert(item(key));
    expect([5, 15, 30, 35].map((key) => tested.rank(item(key)))).toEqual([0, 1, 2, 3]);
  });
});
