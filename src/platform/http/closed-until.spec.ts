import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from '@jest/globals';
import express from 'express';

import { closedUntil } from './closed-until.js';

test('a program that asks while Guichet starts is told to come back, and finds health and documentation open', async () => {
  let started = false;
  const application = express()
    .use(closedUntil(() => started))
    .use((_request, response) => void response.json('open'));
  const server = createServer(application).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);

  const closed = await ask('/api/v1/agents');
  expect([closed.status, closed.headers.get('retry-after'), closed.headers.get('content-type')]).toEqual([
    503,
    '1',
    'application/problem+json; charset=utf-8',
  ]);
  expect(await closed.json()).toMatchObject({ status: 503, code: 'starting', type: 'urn:guichet:problem:starting' });
  for (const path of ['/health/live', '/health/ready', '/api/openapi.json', '/api/docs']) expect((await ask(path)).status).toBe(200);

  started = true;
  expect((await ask('/api/v1/agents')).status).toBe(200);
  server.close();
});
