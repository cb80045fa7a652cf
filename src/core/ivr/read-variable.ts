import type { ObjectReader } from './object-reader.js';
import { GIVEN_VARIABLES, VARIABLE_NAME } from './template.js';

const GIVEN: readonly string[] = GIVEN_VARIABLES;

/** The name of a variable to read. */
export function readVariable(reader: ObjectReader, key: string): string {
  const name = reader.text(key, { longest: 32 });
  checkName(reader, reader.at(key), name);
  return name;
}

/** The name of a variable that the node writes. */
export function readOwnVariable(reader: ObjectReader, key: string): string {
  const name = readVariable(reader, key);
  checkOwn(reader, reader.at(key), name);
  return name;
}

export function readOptionalName(reader: ObjectReader, key: 'variable' | 'answer'): string | null {
  if (reader.given(key) === undefined) return null;
  return key === 'variable' ? readOwnVariable(reader, key) : readVariable(reader, key);
}

export function checkName(reader: ObjectReader, path: string, name: string): void {
  if (name === '' || VARIABLE_NAME.test(name)) return;
  reader.faultAt(path, 'bad-name', 'must be a lower-case letter, then at most 31 letters, digits and _.');
}

export function checkOwn(reader: ObjectReader, path: string, name: string): void {
  if (GIVEN.includes(name)) reader.faultAt(path, 'given-variable', `is ${name}, which the call brings: choose another name.`);
}
