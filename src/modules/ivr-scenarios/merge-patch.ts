import { isObject } from '../../core/ivr/object-reader.js';

/**
 * The document with the changes laid over it: objects are merged, null takes a property away, all else is replaced (RFC 7396). An object
 * that changes its `type` or `kind` has nothing in common with the one before: it is replaced.
 */
export function merged(before: unknown, changes: unknown): unknown {
  if (!isObject(changes)) return changes;
  const kept = isObject(before) && !becomesAnother(before, changes) ? before : {};
  const names = new Set([...Object.keys(kept), ...Object.keys(changes)]);
  const entries = [...names].map((name) => [name, Object.hasOwn(changes, name) ? merged(kept[name], changes[name]) : kept[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}

function becomesAnother(before: Readonly<Record<string, unknown>>, changes: Readonly<Record<string, unknown>>): boolean {
  return ['type', 'kind'].some((name) => Object.hasOwn(changes, name) && before[name] !== changes[name]);
}
