const SECRET = /pass(word|phrase)|secret|token|authorization|credential|api-?key|private-?key/i;
const MASK = '•••';
const LONGEST_TEXT = 500;
const MOST_ITEMS = 50;
const DEEPEST = 10;
const LARGEST = 20_000;

/** A copy of a body that may be kept and read: secrets are masked, and what is long is shortened. */
export function withoutSecrets(body: unknown): unknown {
  const shown = shortened(body, 0);
  const size = JSON.stringify(shown).length;
  return size <= LARGEST ? shown : `… (${size} characters)`;
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === 'string')
    return value.length <= LONGEST_TEXT ? value : `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return '…';
  if (Array.isArray(value)) {
    const some = value.slice(0, MOST_ITEMS).map((item) => shortened(item, depth + 1));
    return value.length <= MOST_ITEMS ? some : [...some, `… (${value.length} in all)`];
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET.test(key) && inner !== null ? MASK : shortened(inner, depth + 1)]),
  );
}
