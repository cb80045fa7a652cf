import fc, { type Arbitrary } from 'fast-check';

import { HOSTILE_TEXTS, mutated, written } from './hostile-values.js';
import { SchemaValues, type KnownIds, type Schema } from './schema-values.js';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface HostileRequest {
  readonly method: string;
  /** As it goes over the line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  'if-match': ['"1"', '*', '', '"0"', 'W/"1"', '"-1"', `"${'9'.repeat(400)}"`, '"1", "2"', 'abc', '"1e3"'],
  range: ['bytes=0-10', 'bytes=-5', 'bytes=9999999999-', 'bytes=5-1', 'lines=1', `bytes=${'0-1,'.repeat(500)}`],
  'accept-language': ['fr', 'en;q=0.1, fr;q=2', '*', ';;;', 'x'.repeat(4_000)],
  'idempotency-key': ['a key', '', 'x'.repeat(300), '"', '\u00e9'],
  'content-type': ['application/json; charset=utf-7', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=x', '', '/'],
  'content-encoding': ['gzip', 'deflate', 'br', 'nonsense'],
  'last-event-id': ['0', '-1', 'x', '9'.repeat(400)],
};

const HOSTILE_BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1e999',
  '{"a":1}garbage',
  '\ufeff{}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
];
const BOUNDARY = 'the-end-of-a-part';

/** Requests to one operation of the document: right ones, damaged ones, and ones that are no request at all. */
export function requestsTo(document: OpenApi, template: string, method: string, ids: KnownIds): Arbitrary<HostileRequest> {
  const values = new SchemaValues(document.components.schemas, ids);
  const { parameters = [], requestBody } = document.paths[template]?.[method] ?? {};
  const [[type, content] = []] = Object.entries(requestBody?.content ?? {});
  const valid = content === undefined ? fc.constant(null) : values.of(content.schema);
  const bodies = type === 'multipart/form-data' ? forms(valid) : texts(valid);
  const declared = type === 'multipart/form-data' ? `${type}; boundary=${BOUNDARY}` : type;
  const headers = hostileHeaders(parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()));
  return fc
    .record({ target: targets(values, template, parameters, ids), headers, body: content === undefined ? fc.constant(null) : bodies })
    .map(({ target, headers: own, body }) => ({
      method: method.toUpperCase(),
      target,
      headers: { ...(declared === undefined ? {} : { 'content-type': declared }), ...own },
      body,
    }));
}

function texts(valid: Arbitrary<unknown>): Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: valid.map(written) },
    { weight: 8, arbitrary: mutated(valid).map(written) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_BODIES) },
  );
}

function forms(valid: Arbitrary<unknown>): Arbitrary<string> {
  const file = fc.oneof(fc.constantFrom('', 'RIFF', 'RIFF\u0000\u0000\u0000\u0000WAVEfmt ', 'x'.repeat(5_000)), fc.string());
  const end = fc.constantFrom(`--${BOUNDARY}--\r\n`, '', `--${BOUNDARY}`, '\r\n');
  return fc.tuple(fc.oneof(valid, mutated(valid)), file, end).map(([value, bytes, last]) => {
    const fields = Object.entries(typeof value === 'object' && value !== null ? value : { name: String(value) });
    const parts = fields.map(([name, text]) => {
      const plain = encoded(name).slice(0, 300);
      const more = name === 'file' ? `; filename="../../${plain}.wav"\r\nContent-Type: audio/wav` : '';
      return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${plain}"${more}\r\n\r\n${name === 'file' ? bytes : JSON.stringify(text)}\r\n`;
    });
    return parts.join('') + last;
  });
}

function hostileHeaders(named: readonly string[]): Arbitrary<Record<string, string>> {
  const some = [...named, 'idempotency-key', 'accept-language', 'content-type', 'content-encoding'].filter((name) => name in HEADERS);
  const one = fc.constantFrom(...some).chain((name) => fc.constantFrom(...(HEADERS[name] ?? [''])).map((value) => ({ [name]: value })));
  return fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: one });
}

function targets(values: SchemaValues, template: string, parameters: readonly Parameter[], ids: KnownIds): Arbitrary<string> {
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const pathValues = fc.record(
    Object.fromEntries(inPath.map(({ name, schema }) => [name, pathPart(values, schema, ids(`${template}#${name}`))])),
  );
  const queryValues = fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, queryPart(values, name, schema)])), {
    requiredKeys: [],
  });
  const stray = fc.oneof(
    { weight: 9, arbitrary: fc.constant('') },
    fc.constantFrom('unknown=1', '__proto__=1', 'page=1&page=2', 'page[]=1', '%', '&&=&'),
  );
  return fc.tuple(pathValues, queryValues, stray).map(([path, query, more]) => {
    const filled = template.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => path[name] ?? '');
    const search = [...Object.entries(query).map(([name, value]) => `${name}=${value}`), ...(more === '' ? [] : [more])].join('&');
    return search === '' ? filled : `${filled}?${search}`;
  });
}

function pathPart(values: SchemaValues, schema: Schema, ids: readonly string[]): Arbitrary<string> {
  const existing = ids.length > 0 ? fc.constantFrom(...ids) : values.of(schema).map(String);
  return fc.oneof(
    { weight: 8, arbitrary: existing.map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS).map(encoded) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('..', '.', '%2e%2e', '..%2f..%2fetc', '%', '%zz', '%00', '%ED%A0%80', '%C0%AE', '0', '-1', '1e9'),
    },
  );
}

function queryPart(values: SchemaValues, name: string, schema: Schema): Arbitrary<string> {
  return fc.oneof(
    { weight: 2, arbitrary: values.of(schema, name).map((value) => encoded(String(value))) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS, '-1', '0', '1e9', '99999999999999999999').map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom('%', '%ED%A0%80', '%00') },
  );
}

/** Short enough for a request line; halves of surrogate pairs cannot be written there. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text.slice(0, 2_000)).toString());
}
