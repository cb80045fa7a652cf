import { LIMITS } from './limits.js';
import { isObject, type ObjectReader } from './object-reader.js';
import { parseJsonPath } from './json-path.js';
import { checkTemplate } from './read-prompt.js';
import { checkName, checkOwn } from './read-variable.js';
import type { HttpMethod, HttpNode, JsonTemplate } from './scenario.js';

const METHODS: readonly [HttpMethod, ...HttpMethod[]] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** The host is written out: no brace, no account, before the first slash of the path. */
const URL_FORM = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?][^\s#]*)?$|^https?:\/\/\[[0-9A-Fa-f:.]+\](?::\d{1,5})?(?:[/?][^\s#]*)?$/;
const HEADER_NAME = /^[A-Za-z0-9-]{1,60}$/;
/** Those say where a message begins and ends, and to whom it goes: the connection sets them. */
const OWN_HEADERS = /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/i;
const DEEPEST_BODY = 10;

export function readHttp(reader: ObjectReader): HttpNode {
  const method = reader.oneOf('method', METHODS, 'GET');
  const url = reader.text('url', { longest: LIMITS.urlCharacters });
  if (url !== '' && !URL_FORM.test(url)) {
    reader.fault(
      'url',
      'bad-url',
      'must begin with http:// or https:// and a host without variables or account; they may follow in the path.',
    );
  }
  checkTemplate(reader, reader.at('url'), url);
  return {
    type: 'http',
    method,
    url,
    headers: readHeaders(reader),
    body: readBody(reader, method),
    timeoutSeconds: reader.integer('timeoutSeconds', { least: 1, most: LIMITS.httpTimeoutSeconds, preset: 5 }),
    result: readResult(reader),
    ok: reader.node('ok'),
    failed: reader.node('failed'),
  };
}

function readHeaders(reader: ObjectReader): Readonly<Record<string, string>> {
  const seen = new Set<string>();
  const headers = reader.entries('headers', LIMITS.headers).map(([name, value]) => {
    const path = `${reader.at('headers')}.${name}`;
    const text = reader.textAt(value, path, { longest: LIMITS.templateCharacters });
    if (!HEADER_NAME.test(name) || OWN_HEADERS.test(name)) reader.faultAt(path, 'bad-header', 'is not a header that can be set.');
    if (seen.has(name.toLowerCase())) reader.faultAt(path, 'duplicate-key', 'is given twice.');
    if (/[^\x20-\x7e]/.test(text)) reader.faultAt(path, 'bad-header', 'must be printable ASCII.');
    checkTemplate(reader, path, text);
    seen.add(name.toLowerCase());
    return [name, text] as const;
  });
  return Object.fromEntries(headers);
}

function readBody(reader: ObjectReader, method: HttpMethod): JsonTemplate {
  const body = reader.given('body') ?? null;
  if (body === null) return null;
  if (method === 'GET') reader.fault('body', 'unexpected-body', 'does not go with GET.');
  if (JSON.stringify(body).length > LIMITS.bodyCharacters) {
    reader.fault('body', 'too-long', `must be at most ${LIMITS.bodyCharacters} characters of JSON.`);
    return null;
  }
  checkBody(reader, body, reader.at('body'), 0);
  return body as JsonTemplate;
}

function checkBody(reader: ObjectReader, value: unknown, path: string, depth: number): void {
  if (depth > DEEPEST_BODY) reader.faultAt(path, 'too-deep', `is nested deeper than ${DEEPEST_BODY} levels.`);
  else if (typeof value === 'string') checkTemplate(reader, path, value);
  else if (Array.isArray(value)) value.forEach((entry, index) => checkBody(reader, entry, `${path}[${index}]`, depth + 1));
  else if (isObject(value)) Object.entries(value).forEach(([key, entry]) => checkBody(reader, entry, `${path}.${key}`, depth + 1));
}

function readResult(reader: ObjectReader): Readonly<Record<string, string>> {
  const result = reader.entries('result', LIMITS.results).map(([variable, value]) => {
    const path = `${reader.at('result')}.${variable}`;
    checkName(reader, path, variable);
    checkOwn(reader, path, variable);
    const jsonPath = reader.textAt(value, path, { longest: 300 });
    if (jsonPath !== '' && parseJsonPath(jsonPath) === null) {
      reader.faultAt(path, 'bad-json-path', 'must be a path such as $.customer.orders[0].state, without wildcards.');
    }
    return [variable, jsonPath] as const;
  });
  return Object.fromEntries(result);
}
