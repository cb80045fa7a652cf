import { passesLuhn } from './luhn.js';
import type { GatherCheck, GatherNode } from './scenario.js';

/** Whether what was typed is what the node asks for. Never longer than a look at each digit. */
export function accepts({ minDigits, maxDigits, check }: Pick<GatherNode, 'minDigits' | 'maxDigits' | 'check'>, digits: string): boolean {
  return /^\d*$/.test(digits) && digits.length >= minDigits && digits.length <= maxDigits && isOfKind(check, digits);
}

function isOfKind(check: GatherCheck, digits: string): boolean {
  switch (check.kind) {
    case 'digits':
      return true;
    case 'date':
      return isDate(check.order, digits);
    case 'phone':
      return /^(0[1-9]\d{8}|00[1-9]\d{6,13}|[1-9]\d{5,14})$/.test(digits);
    case 'luhn':
      return passesLuhn(digits);
  }
}

function isDate(order: Extract<GatherCheck, { kind: 'date' }>['order'], digits: string): boolean {
  if (digits.length !== order.length) return false;
  const part = (letter: string): number => Number(digits.slice(order.indexOf(letter), order.lastIndexOf(letter) + 1));
  // Two digits of a year say nothing of the century: 2000 to 2099 has a leap year wherever 1900 to 1999 may have one.
  const year = order.includes('yyyy') ? part('y') : 2000 + part('y');
  const month = part('m');
  const day = part('d');
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, year);
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
