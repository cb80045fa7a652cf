import fc, { type Arbitrary } from 'fast-check';

const HUGE = 200_000;
const DEEP = 5_000;
/** Stands for a value nested so deeply that nothing but a text can hold it. */
const ABYSS = 'a value nested very deeply';

/** Texts that have broken programs before. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u202e\u200b\ufeff',
  '😀'.repeat(300),
  'x'.repeat(HUGE),
  "' OR 1=1; --",
  '%',
  '%00',
  '${7*7}{{7*7}}',
  '=cmd|calc!A0',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '\r\nX-Injected: 1',
  'constructor',
  '__proto__',
  'toString',
  'NaN',
  '1e999',
  '-0',
  '2026-02-30T25:61:61Z',
  '9999999-12-31T23:59:59Z',
  '+999999999999999999999',
  'Europe/Nowhere',
  'http://[::1',
  'builtin:../../etc/passwd',
];

const HOSTILE_NUMBERS = [-1, 0, -0, 0.5, 1e21, -1e21, 1e308, 2 ** 31, 2 ** 53, 2 ** 63, Number.MIN_VALUE, -(2 ** 53)];

/** What nobody in their right mind sends, of every type of JSON. */
export const HOSTILE_VALUES: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.constantFrom<unknown>(...HOSTILE_NUMBERS),
  fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}], [''], { $ne: null }, { toString: 1, length: -1 }),
  fc.constant(Array.from({ length: 5_000 }, (_, at) => at)),
  fc.constant(ABYSS),
  fc.jsonValue(),
);

/** `value` with one to three of its parts replaced, taken away, or given something that does not belong there. */
export function mutated(values: Arbitrary<unknown>): Arbitrary<unknown> {
  const wound = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'add', 'double' as const),
    by: HOSTILE_VALUES,
    name: names(),
  });
  return fc.tuple(values, fc.array(wound, { minLength: 1, maxLength: 3 })).map(([value, wounds]) => {
    let hurt: unknown = structuredClone(value);
    for (const { at, how, by: shared, name } of wounds) {
      const by = structuredClone(shared);
      const parts = partsOf(hurt);
      const part = parts[at % (parts.length + 1)];
      if (part === undefined) hurt = how === 'replace' || typeof hurt !== 'object' || hurt === null ? by : added(hurt, name, by);
      else wounded(part.holder, part.key, how, name, by);
    }
    return hurt;
  });
}

type Holder = Record<string, unknown>;

function partsOf(value: unknown, found: { holder: Holder; key: string }[] = [], depth = 0): { holder: Holder; key: string }[] {
  if (typeof value !== 'object' || value === null || depth > 10 || found.length > 300) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Holder, key });
    partsOf((value as Holder)[key], found, depth + 1);
  }
  return found;
}

function wounded(holder: Holder, key: string, how: 'replace' | 'remove' | 'add' | 'double', name: string, by: unknown): void {
  if (how === 'replace') holder[key] = by;
  else if (how === 'double') holder[key] = [holder[key], holder[key]];
  else if (how === 'add') added(holder, name, by);
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** An own property even where the name means something to JavaScript. */
function added(holder: object, name: string, by: unknown): object {
  return Object.defineProperty(holder, name, { value: by, enumerable: true, configurable: true, writable: true });
}

function names(): Arbitrary<string> {
  return fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'id',
    'version',
    'hasOwnProperty',
    '',
    '\u0000',
    'x'.repeat(5_000),
    'unknown',
  );
}

/** `value` as JSON, however deep. */
export function written(value: unknown): string {
  return JSON.stringify(value).replaceAll(JSON.stringify(ABYSS), () => '[{"a":'.repeat(DEEP) + '1' + '}]'.repeat(DEEP));
}
