import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { OutboundHttp, type OutboundRequest } from './outbound-http.js';
import { OutboundIvrRequests } from './outbound-ivr-requests.js';

describe('A system that is asked', () => {
  let server: Server;
  let port: number;
  const asked: { url: string; method: string; headers: IncomingMessage['headers']; body: string }[] = [];

  const answers: Record<string, (response: ServerResponse) => void> = {
    '/json': (response) => response.end('{"level":3}'),
    '/text': (response) => response.end('<html>'),
    '/empty': (response) => response.writeHead(204).end(),
    '/error': (response) => response.writeHead(500).end('{}'),
    '/moved': (response) => response.writeHead(302, { location: '/json' }).end(),
    '/large': (response) => response.end('x'.repeat(256 * 1024 + 1)),
    '/just-fits': (response) => response.end('x'.repeat(256 * 1024)),
    '/torn': (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    },
    '/slow': (response) => void response.write('{'),
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const url = request.url ?? '';
        asked.push({ url, method: request.method ?? '', headers: request.headers, body });
        answers[url.split('?')[0] ?? '']?.(response);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    ({ port } = server.address() as AddressInfo);
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const ask = (path: string, more: Partial<OutboundRequest> = {}, allowed = ['127.0.0.1']): ReturnType<OutboundHttp['ask']> =>
    new OutboundHttp(allowed).ask({
      method: 'GET',
      url: `http://127.0.0.1:${port}${path}`,
      headers: {},
      body: null,
      timeoutSeconds: 5,
      ...more,
    });

  it('answers a question with its headers and body', async () => {
    const answer = await ask('/json?number=%2B33', { method: 'POST', headers: { 'X-Key': 'k' }, body: '{"é":1}' });
    expect(answer).toMatchObject({ outcome: 'answered', status: 200 });
    expect(asked.at(-1)).toMatchObject({
      url: '/json?number=%2B33',
      method: 'POST',
      body: '{"é":1}',
      headers: { 'x-key': 'k', 'content-type': 'application/json', host: `127.0.0.1:${port}` },
    });
  });

  it.each([
    ['/error', { outcome: 'answered', status: 500 }],
    ['/moved', { outcome: 'answered', status: 302 }],
    ['/just-fits', { outcome: 'answered', status: 200 }],
    ['/large', { outcome: 'failed', reason: 'answer-too-large' }],
    ['/torn', { outcome: 'failed', reason: 'unreachable' }],
  ])('%s gives %j', async (path, expected) => {
    const before = asked.length;
    expect(await ask(path)).toMatchObject(expected);
    expect(asked.length).toBe(before + 1);
  });

  it('that does not come to the end of its answer is left in time', async () => {
    expect(await ask('/slow', { timeoutSeconds: 0.2 })).toMatchObject({ outcome: 'failed', reason: 'timed-out' });
  });

  it.each([
    'http://127.0.0.1:PORT/json',
    'http://localhost:PORT/json',
    'http://2130706433:PORT/json',
    'http://0x7f.1:PORT/json',
    'http://[::ffff:127.0.0.1]:PORT/json',
    'http://[::1]:PORT/json',
    'http://0:PORT/json',
  ])('in the house is refused, however it is written: %s', async (url) => {
    const before = asked.length;
    expect(await ask('', { url: url.replace('PORT', String(port)) }, [])).toMatchObject({ outcome: 'failed', reason: 'address-refused' });
    expect(asked.length).toBe(before);
  });

  it('by a name that the operator allows is asked at that address', async () => {
    expect(await ask('', { url: `http://localhost:${port}/json` }, ['localhost'])).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it.each(['nonsense', 'file:///etc/passwd', 'ftp://127.0.0.1/', 'http://user:pw@127.0.0.1/', 'http://'])(
    'at %s is not a question',
    async (url) => {
      expect(await ask('', { url })).toMatchObject({ outcome: 'failed', reason: 'bad-url' });
    },
  );

  it('with a header that would be two is not a question', async () => {
    expect(await ask('/json', { headers: { 'X-A': 'a\r\nb: c' } })).toMatchObject({ outcome: 'failed', reason: 'bad-url' });
  });

  it('and that is not there is unreachable', async () => {
    expect(await ask('', { url: 'http://127.0.0.1:1/' })).toMatchObject({ outcome: 'failed', reason: 'unreachable' });
    expect(await ask('', { url: 'http://does-not-exist.invalid/' })).toMatchObject({ outcome: 'failed', reason: 'unreachable' });
  });

  it.each([
    ['/json', { outcome: 'ok', status: 200, json: { level: 3 } }],
    ['/empty', { outcome: 'ok', status: 204, json: null }],
    ['/text', { outcome: 'failed', reason: 'the answer is not JSON' }],
    ['/moved', { outcome: 'failed', reason: 'answered 302' }],
    ['/large', { outcome: 'failed', reason: 'answer-too-large' }],
  ])('by a scenario at %s gives %j', async (path, expected) => {
    const requests = new OutboundIvrRequests(new OutboundHttp(['127.0.0.1']));
    const answer = await requests.ask({
      method: 'GET',
      url: `http://127.0.0.1:${port}${path}`,
      headers: {},
      body: null,
      timeoutSeconds: 5,
    });
    expect(answer).toEqual(expected);
  });
});
