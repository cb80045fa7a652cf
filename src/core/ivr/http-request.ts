import type { IvrHttpRequest } from './ivr-line.js';
import type { IvrMemory } from './ivr-memory.js';
import type { HttpNode, JsonTemplate } from './scenario.js';

/** The request with every template filled in. A value can be a part of a path, a query, a header or a JSON text; it never gets out of it. */
export function requestOf(node: HttpNode, memory: IvrMemory): IvrHttpRequest {
  return {
    method: node.method,
    url: memory.fill(node.url, inUrl),
    headers: Object.fromEntries(Object.entries(node.headers).map(([name, template]) => [name, memory.fill(template, inHeader)])),
    body: node.body === null ? null : JSON.stringify(filled(node.body, memory)),
    timeoutSeconds: node.timeoutSeconds,
  };
}

/** A value of dots alone would climb in the path, encoded or not; half a character cannot be encoded. */
function inUrl(value: string): string {
  return /^\.+$/.test(value) ? '' : encodeURIComponent(value.replace(/\p{Cs}/gu, ''));
}

function inHeader(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '');
}

function filled(body: JsonTemplate, memory: IvrMemory): unknown {
  if (typeof body === 'string') return memory.fill(body);
  if (typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return (body as readonly JsonTemplate[]).map((entry) => filled(entry, memory));
  return Object.fromEntries(Object.entries(body).map(([key, entry]: [string, JsonTemplate]) => [key, filled(entry, memory)]));
}
