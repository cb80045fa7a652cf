/** The largest number that is said as one; of larger ones, such as the number of a file, people write down the digits better. */
export const LARGEST_WHOLE = 999_999;

/**
 * The builtin sounds that say this whole number, one after another: up to 99 it is one sound, above that the thousands and the hundreds come
 * first, each with the intonation of something that goes on. The sounds are the same by name in every language: French says `mille` and not
 * `un mille`, English `one thousand`, so that a thousand is a sound of its own.
 */
export function numberSounds(number: number): readonly string[] {
  const thousands = Math.floor(number / 1000);
  const rest = number % 1000;
  if (thousands === 0) return belowThousand(rest);
  const first = thousands === 1 ? ['number-1000'] : [...belowThousand(thousands), 'number-thousand'];
  return rest === 0 ? first : [...first, ...belowThousand(rest)];
}

function belowThousand(number: number): readonly string[] {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  if (hundreds === 0) return [rest < 10 ? `digit-${String(rest)}` : `number-${String(rest)}`];
  const hundred = `number-${String(hundreds * 100)}`;
  return rest === 0 ? [hundred] : [`${hundred}-and`, ...belowThousand(rest)];
}
