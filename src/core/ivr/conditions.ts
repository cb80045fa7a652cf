import type { IvrMemory } from './ivr-memory.js';
import { isWithin } from './local-time.js';
import type { BranchCase, Comparison, Condition } from './scenario.js';

/** Position of the first case whose conditions all hold; null when there is none. */
export function firstThatHolds(cases: readonly BranchCase[], memory: IvrMemory): number | null {
  const index = cases.findIndex(({ when }) => when.every((condition) => holds(condition, memory)));
  return index === -1 ? null : index;
}

function holds(condition: Condition, memory: IvrMemory): boolean {
  const { line } = memory;
  switch (condition.kind) {
    case 'variable':
      return compares(memory.valueOf(condition.name), condition.is, memory.fill(condition.value));
    case 'caller': {
      const { caller } = line;
      if (caller === null || caller === '') return condition.withheld;
      return condition.prefixes.some((prefix) => caller.startsWith(prefix));
    }
    case 'did':
      return condition.numbers.includes(line.did);
    case 'time':
      return isWithin(condition, line.now());
    case 'calendar': {
      // A schedule that is no more holds nobody back: it is then neither open nor closed.
      const open = line.scheduleOpen(condition.workScheduleId);
      return open !== null && open === (condition.is === 'open');
    }
  }
}

function compares(value: string, comparison: Comparison, other: string): boolean {
  switch (comparison) {
    case 'equals':
      return value === other;
    case 'differs':
      return value !== other;
    case 'starts-with':
      return value.startsWith(other);
    case 'empty':
      return value === '';
    case 'present':
      return value !== '';
    case 'less-than':
      return asNumbers(value, other, (a, b) => a < b);
    case 'at-most':
      return asNumbers(value, other, (a, b) => a <= b);
    case 'more-than':
      return asNumbers(value, other, (a, b) => a > b);
    case 'at-least':
      return asNumbers(value, other, (a, b) => a >= b);
  }
}

/** False when one of them is no number: what is not known is neither more nor less. */
function asNumbers(value: string, other: string, compare: (a: number, b: number) => boolean): boolean {
  const isNumber = (text: string): boolean => /^-?\d{1,15}(\.\d{1,15})?$/.test(text);
  return isNumber(value) && isNumber(other) && compare(Number(value), Number(other));
}
