/** What is due when: earliest first, and what was noted first among equals. */
export class Agenda<T> {
  private readonly heap: { readonly at: number; readonly turn: number; readonly item: T }[] = [];
  private turns = 0;

  get nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  add(at: number, item: T): void {
    this.turns += 1;
    const entry = { at, turn: this.turns, item };
    let place = this.heap.length;
    this.heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (before(this.heap[parent]!, entry)) break;
      this.heap[place] = this.heap[parent]!;
      place = parent;
    }
    this.heap[place] = entry;
  }

  take(): T | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first?.item;
    let place = 0;
    for (let child = 1; child < this.heap.length; child = 2 * place + 1) {
      if (child + 1 < this.heap.length && before(this.heap[child + 1]!, this.heap[child]!)) child += 1;
      if (before(last, this.heap[child]!)) break;
      this.heap[place] = this.heap[child]!;
      place = child;
    }
    this.heap[place] = last;
    return first.item;
  }
}

function before(a: { readonly at: number; readonly turn: number }, b: { readonly at: number; readonly turn: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}
