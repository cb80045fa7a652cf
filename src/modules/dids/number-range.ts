import { Refusal } from '../../core/kernel/refusal.js';

const LARGEST_RANGE = 10_000;

/** Every number from `first` to `last`, both E.164 and included. Refused when they make no range. */
export function numbersBetween(first: string, last: string): string[] {
  const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
  const count = to - from + 1;
  if (first.length !== last.length) throw broken(`${first} and ${last} have not the same number of digits.`);
  if (count < 1) throw broken(`${last} comes before ${first}.`);
  if (count > LARGEST_RANGE)
    throw broken(`From ${first} to ${last} there are ${count} numbers; at most ${LARGEST_RANGE} can be created at once.`);
  return Array.from({ length: count }, (_, index) => `+${from + index}`);
}

function broken(message: string): Refusal {
  return new Refusal('impossible', 'bad-range', message, [{ path: 'last', code: 'bad-range', message }]);
}
