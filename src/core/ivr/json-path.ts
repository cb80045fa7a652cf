/** One step into a JSON document: a property or a position in a list. */
export type JsonStep = string | number;

const STEP = /\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,4})\]|\["([^"\\]{1,100})"\]/y;

/** The steps of `$.customer.orders[0]["first name"]`; null when it is not such a path. At most 20 steps, no wildcards. */
export function parseJsonPath(path: string): readonly JsonStep[] | null {
  if (!path.startsWith('$')) return null;
  const steps: JsonStep[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const found = STEP.exec(path);
    if (found === null || steps.length === 20) {
      STEP.lastIndex = 0;
      return null;
    }
    const [, property, position, quoted] = found;
    steps.push(position === undefined ? (property ?? quoted ?? '') : Number(position));
  }
  STEP.lastIndex = 0;
  return steps;
}

/** What the path leads to as a variable's text; empty when it leads nowhere, to null, to a list or to an object. */
export function textAt(document: unknown, path: string): string {
  let here = document;
  for (const step of parseJsonPath(path) ?? ['']) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return '';
    here = (here as Record<JsonStep, unknown>)[step];
  }
  return typeof here === 'string' || typeof here === 'number' || typeof here === 'boolean' ? String(here) : '';
}
