import { passesLuhn } from './luhn.js';

/** What stands for a text that may not be shown, whatever its length. */
export const HIDDEN = '***';

const SHORTEST_CARD = 13;
const LONGEST_CARD = 19;

/**
 * The text with everything hidden that may be a payment card's number: 13 to 19 digits with a right check digit, also when other
 * digits were typed before or after them. The last four digits of such a row stay.
 */
export function maskCards(text: string): string {
  return text.replace(/\d{13,}/g, (row) => (holdsCard(row) ? '*'.repeat(row.length - 4) + row.slice(-4) : row));
}

function holdsCard(row: string): boolean {
  for (let from = 0; from + SHORTEST_CARD <= row.length; from++) {
    for (let length = SHORTEST_CARD; length <= LONGEST_CARD && from + length <= row.length; length++) {
      if (passesLuhn(row.slice(from, from + length))) return true;
    }
  }
  return false;
}
