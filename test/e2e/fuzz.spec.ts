import { request, Agent } from 'node:http';
import { text } from 'node:stream/consumers';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { makeDemo } from '../../src/wiring/demo.js';
import { ADMIN_PASSWORD, HttpLab } from '../support/http-lab.js';
import { OpenApiJudge } from '../support/openapi-judge.js';
import { requestsTo, type HostileRequest, type OpenApi } from '../support/hostile/hostile-requests.js';

const SEED = Number(process.env['GUICHET_FUZZ_SEED'] ?? 20_261_122);
const PER_OPERATION = Number(process.env['GUICHET_FUZZ_REQUESTS'] ?? 10);
const DEADLINE_MS = 10_000;
const MOST_MEMORY_BYTES = 400 * 1024 * 1024;

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

describe('Hostile requests to every operation of the OpenAPI document', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let lab: HttpLab;
  let judge: OpenApiJudge;
  let document: OpenApi;
  let key: string;
  const known = new Map<string, string[]>();

  beforeAll(async () => {
    lab = await HttpLab.start();
    judge = await OpenApiJudge.of(lab.base);
    document = (await (await fetch(`${lab.base}/api/openapi.json`)).json()) as OpenApi;
    await makeDemo(`${lab.base}/api/v1`, 'admin', ADMIN_PASSWORD, () => 'a password of tests', `${lab.configuration.dataDirectory}/demo`);
    // Nothing that is sent may take the key away, or the rest would only meet 401.
    key = String((await lab.made('/auth/api-keys', { name: 'what we send with', role: 'admin' }))['key']);
  });

  afterAll(async () => {
    agent.destroy();
    await lab.stop();
  });

  test('are answered in time, with what the document says, and never with a fault of ours', async () => {
    const before = process.memoryUsage().rss;
    const wrong: string[] = [];
    const statuses = new Map<number, number>();
    for (const { path, method } of operations(document)) {
      await learnIds(path);
      for (const one of fc.sample(requestsTo(document, path, method, idsFor), { seed: SEED, numRuns: PER_OPERATION })) {
        const fault = await faultOf(one, statuses);
        if (fault !== null) wrong.push(fault);
      }
    }
    expect(wrong).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY_BYTES);
    // Sending what is always refused at the door would show nothing.
    const count = (status: number): number => statuses.get(status) ?? 0;
    expect(count(401)).toBeLessThan(PER_OPERATION + 1);
    expect(count(200) + count(201) + count(204)).toBeGreaterThan(100);
    expect(count(422)).toBeGreaterThan(5);
  }, 120_000);

  function idsFor(name: string): readonly string[] {
    const [template, parameter] = name.split('#');
    if (parameter !== undefined) return known.get(template?.split('/{')[0]?.split('/').at(-1) ?? '') ?? [];
    const subject = /^(.*?)Ids?$/.exec(name)?.[1]?.toLowerCase();
    if (subject === undefined) return [];
    return [...known].flatMap(([collection, ids]) => (collection.replaceAll('-', '').startsWith(subject) ? ids : []));
  }

  /** Of the collection under which `path` lies, as it is now. */
  async function learnIds(path: string): Promise<void> {
    const [collection = ''] = path.split('/{');
    const paged = document.paths[collection]?.['get']?.parameters?.some(({ name }) => name === 'pageSize') === true;
    if (!paged) return;
    const { body } = await lab.get(collection.slice('/api/v1'.length), { token: key });
    const items = (body['items'] ?? []) as { id: string; login?: string; name?: string }[];
    const ours = items.filter(({ login, name }) => login !== 'admin' && name !== 'what we send with');
    known.set(
      collection.split('/').at(-1) ?? '',
      ours.slice(0, 5).map(({ id }) => id),
    );
  }

  async function faultOf(one: HostileRequest, statuses: Map<number, number>): Promise<string | null> {
    const said = `${one.method} ${one.target.slice(0, 300)} ${JSON.stringify(one.headers).slice(0, 300)} ${one.body?.slice(0, 1_500)}`;
    try {
      const { status, headers, text: answered } = await send(one);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const type = headers.get('content-type') ?? '';
      // 501 tells what is to be installed on this machine, and is no fault.
      if (status >= 500 && status !== 501 && !one.target.startsWith('/health/')) return `${said} → ${status} ${answered}`;
      if (status >= 400 && !type.startsWith('application/problem+json')) return `${said} → ${status} as ${type}: ${answered.slice(0, 300)}`;
      const json = type.includes('json') ? (JSON.parse(answered) as unknown) : answered;
      judge.check(one.method, one.target, { status, headers, body: json });
      return null;
    } catch (error) {
      return `${said} → ${String(error)}`;
    }
  }

  /** As it is, without the tidying that `fetch` does to paths. */
  function send({ method, target, headers, body }: HostileRequest): Promise<Reply> {
    const { hostname, port } = new URL(lab.base);
    const all = {
      authorization: `Bearer ${key}`,
      ...headers,
      ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    };
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method, path: target, headers: all, agent }, (response) => {
        const fields = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as [string, string]);
        const reply = { status: response.statusCode ?? 0, headers: new Headers(fields) };
        if (reply.headers.get('content-type')?.startsWith('text/event-stream') === true) {
          resolve({ ...reply, text: '' });
          response.destroy();
          return;
        }
        text(response).then((whole) => resolve({ ...reply, text: whole }), reject);
      });
      const deadline = setTimeout(() => sent.destroy(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS);
      sent.on('error', reject).on('close', () => clearTimeout(deadline));
      sent.end(body ?? undefined);
    });
  }
});

function operations({ paths }: OpenApi): { path: string; method: string }[] {
  return Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })));
}
