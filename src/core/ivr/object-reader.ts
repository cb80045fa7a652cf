import type { RefusalFault } from '../kernel/refusal.js';

/** A scenario's fault: stable codes are listed in docs/ivr.md. */
export type IvrFault = RefusalFault;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the properties of one JSON object and writes down every fault instead of stopping at the first. What is faulty answers a value
 * that can be read on with; nothing read may be used once there are faults. A property that is absent or null is "not given".
 */
export class ObjectReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly source: JsonObject,
    readonly path: string,
    private readonly faults: IvrFault[],
  ) {}

  /** Of any JSON value; one that is no object is a fault and reads as an empty one. */
  static of(value: unknown, path: string, faults: IvrFault[]): ObjectReader {
    if (isObject(value)) return new ObjectReader(value, path, faults);
    faults.push({ path, code: 'object-expected', message: `${path} must be an object.` });
    return new ObjectReader({}, path, []);
  }

  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  fault(key: string, code: string, message: string): void {
    this.faultAt(this.at(key), code, message);
  }

  faultAt(path: string, code: string, message: string): void {
    this.faults.push({ path, code, message: `${path} ${message}` });
  }

  given(key: string): unknown {
    this.known.add(key);
    return (Object.hasOwn(this.source, key) ? this.source[key] : undefined) ?? undefined;
  }

  /** `preset` undefined: it must be given. */
  text(key: string, { longest, shortest = 1, preset }: { longest: number; shortest?: number; preset?: string }): string {
    return this.checked(key, preset, '', (value) => this.textAt(value, this.at(key), { longest, shortest }));
  }

  textAt(value: unknown, path: string, { longest, shortest = 1 }: { longest: number; shortest?: number }): string {
    if (typeof value === 'string' && value.length >= shortest && value.length <= longest) return value;
    this.faultAt(path, 'text-expected', `must be a text of ${shortest} to ${longest} characters.`);
    return typeof value === 'string' ? value : '';
  }

  optionalText(key: string, longest: number): string | null {
    return this.given(key) === undefined ? null : this.text(key, { longest });
  }

  /** The id of a node; whether it exists is not checked here. */
  node(key: string): string {
    const value = this.given(key);
    if (typeof value === 'string' && value !== '') return value;
    this.fault(key, 'missing-branch', 'must name the node that follows.');
    return '';
  }

  integer(key: string, { least, most, preset }: { least: number; most: number; preset?: number }): number {
    return this.checked(key, preset, least, (value) => {
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
      this.fault(key, 'integer-expected', `must be an integer from ${least} to ${most}.`);
      return least;
    });
  }

  flag(key: string, preset: boolean): boolean {
    return this.checked(key, preset, preset, (value) => {
      if (typeof value === 'boolean') return value;
      this.fault(key, 'boolean-expected', 'must be true or false.');
      return preset;
    });
  }

  oneOf<T extends string>(key: string, words: readonly [T, ...T[]], preset?: T): T {
    return this.checked(key, preset, words[0], (value) => this.wordAt(value, this.at(key), words));
  }

  wordAt<T extends string>(value: unknown, path: string, words: readonly [T, ...T[]]): T {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) this.faultAt(path, 'unknown-word', `must be one of ${words.join(', ')}.`);
    return word ?? words[0];
  }

  list<T>(key: string, { least, most }: { least: number; most: number }, read: (value: unknown, path: string) => T): readonly T[] {
    return this.checked<readonly T[]>(key, least === 0 ? [] : undefined, [], (value) => {
      if (!Array.isArray(value) || value.length < least || value.length > most) {
        this.fault(key, 'list-expected', `must be a list of ${least} to ${most} entries.`);
      }
      return Array.isArray(value) ? value.slice(0, most).map((entry, index) => read(entry, `${this.at(key)}[${index}]`)) : [];
    });
  }

  /** An object with keys of the writer's choice. */
  entries(key: string, most: number): readonly (readonly [string, unknown])[] {
    return this.checked<readonly (readonly [string, unknown])[]>(key, [], [], (value) => {
      const entries = isObject(value) ? Object.entries(value) : null;
      if (entries === null || entries.length > most) this.fault(key, 'object-expected', `must be an object of at most ${most} properties.`);
      return entries?.slice(0, most) ?? [];
    });
  }

  /** A fault for each property that nothing above has asked for. */
  finish(): void {
    for (const key of Object.keys(this.source)) {
      if (!this.known.has(key)) this.fault(key, 'unknown-property', 'is not a property that exists here.');
    }
  }

  inner(value: unknown, path: string): ObjectReader {
    return ObjectReader.of(value, path, this.faults);
  }

  private checked<T>(key: string, preset: T | undefined, instead: T, read: (value: unknown) => T): T {
    const value = this.given(key);
    if (value !== undefined) return read(value);
    if (preset !== undefined) return preset;
    this.fault(key, 'missing', 'must be given.');
    return instead;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
