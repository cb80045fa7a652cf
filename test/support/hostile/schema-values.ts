import fc, { type Arbitrary } from 'fast-check';

/** The part of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly example?: unknown;
}

/** Ids that exist, by the property or parameter that would hold one. */
export type KnownIds = (name: string) => readonly string[];

const DEEPEST = 6;
const LONGEST_LIST = 3;

/** Values as the schemas of a document describe them; ids are mostly ids that exist. */
export class SchemaValues {
  constructor(
    private readonly schemas: Readonly<Record<string, Schema>>,
    private readonly ids: KnownIds,
  ) {}

  /** Whatever `schema` allows. `name` is the property that holds it: it tells which ids fit. */
  of(schema: Schema, name = '', depth = 0): Arbitrary<unknown> {
    const { type } = schema;
    if (schema.$ref !== undefined) return this.of(this.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, depth);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => this.of(choice, name, depth)));
    if (schema.allOf !== undefined) return this.of(schema.allOf[0] ?? {}, name, depth);
    if (Array.isArray(type)) return fc.oneof(...type.map((one: string) => this.of({ ...schema, type: one }, name, depth)));
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1_000, 2 ** 31 - 1) });
      case 'number':
        return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000, noNaN: true });
      case 'string':
        return this.text(schema, name);
      case 'array':
        return this.list(schema, name, depth);
      default:
        return depth > DEEPEST ? fc.constant({}) : this.object(schema, depth);
    }
  }

  private list(schema: Schema, name: string, depth: number): Arbitrary<unknown> {
    const least = schema.minItems ?? 0;
    if (depth > DEEPEST && least === 0) return fc.constant([]);
    const most = Math.max(least, Math.min(schema.maxItems ?? LONGEST_LIST, LONGEST_LIST));
    return fc.array(this.of(schema.items ?? {}, name, depth + 1), { minLength: least, maxLength: most });
  }

  private object({ properties = {}, required = [], additionalProperties }: Schema, depth: number): Arbitrary<unknown> {
    const fields = Object.entries(properties).map(([name, property]) => [name, this.of(property, name, depth + 1)] as const);
    const known = fc.record(Object.fromEntries(fields), { requiredKeys: [...required], noNullPrototype: true });
    if (typeof additionalProperties !== 'object') return known;
    const others = fc.dictionary(fc.string({ maxLength: 8 }), this.of(additionalProperties, '', depth + 1), { maxKeys: 3 });
    return fc.tuple(known, others).map(([some, more]) => ({ ...some, ...more }));
  }

  private text({ format, pattern, minLength = 0, maxLength = 40, example }: Schema, name: string): Arbitrary<unknown> {
    const ids = this.ids(name);
    if (ids.length > 0) return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, fc.constant('01JZZZZZZZZZZZZZZZZZZZZZZZ'));
    const free = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)), unit: 'grapheme' });
    const alike = pattern === undefined || pattern.includes('(?') ? free : fc.stringMatching(new RegExp(pattern, 'u'));
    const shaped = format === 'date-time' || format === 'date' ? instants(format) : format === 'uri' ? fc.webUrl() : alike;
    return example === undefined ? shaped : fc.oneof(fc.constant(example), shaped);
  }
}

function instants(format: 'date-time' | 'date'): Arbitrary<string> {
  const year = 366 * 86_400_000;
  return fc
    .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 1) + year })
    .map((at) => new Date(at).toISOString().slice(0, format === 'date' ? 10 : undefined));
}
