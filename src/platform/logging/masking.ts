/**
 * Telephone numbers in a text, as carriers and people write them: at least eight digits in a row after an optional plus. Ids (letters
 * among the digits), instants (13 digits of milliseconds have no plus and come as numbers) and addresses (dots) are not taken for one.
 */
const NUMBER = /(?<![\w.:-])(\+?)(\d{8,15})(?![\w.:]|-\d)/g;
const SECRET_FIELD = /passw|secret|token|authorization|api-?key|cookie/i;
const DEEPEST = 6;

/** The text with the middle of every telephone number hidden: the first four and the last two characters stay. */
export function maskNumbers(text: string): string {
  return text.replace(NUMBER, (number) => `${number.slice(0, 4)}${'*'.repeat(number.length - 6)}${number.slice(-2)}`);
}

/** A copy fit for the log: numbers masked in every string, fields that hold secrets replaced, errors reduced to their words and stack. */
export function maskedFields(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskNumbers(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (depth >= DEEPEST) return '…';
  if (value instanceof Error) {
    const cause = value.cause === undefined ? {} : { cause: maskedFields(value.cause, depth + 1) };
    return { name: value.name, message: maskNumbers(value.message), stack: maskNumbers(value.stack ?? ''), ...cause };
  }
  if (Array.isArray(value)) return value.map((item) => maskedFields(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, SECRET_FIELD.test(key) && field != null ? '***' : maskedFields(field, depth + 1)]),
  );
}
