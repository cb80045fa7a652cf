import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { AriHttp } from './ari-http.js';
import { AriSocket } from './ari-socket.js';

test.each([
  ['', '/ari/asterisk/ping', '/ari/events?app=guichet&subscribeAll=false'],
  ['/', '/ari/asterisk/ping', '/ari/events?app=guichet&subscribeAll=false'],
  ['/pbx', '/pbx/ari/asterisk/ping', '/pbx/ari/events?app=guichet&subscribeAll=false'],
])('a PBX whose HTTP server has the prefix "%s" is asked below it', async (prefix, ping, events) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const http = new AriHttp({ url: `http://127.0.0.1:${String(port)}${prefix}`, user: 'u', password: 'p' });
  await http.send({ method: 'GET', path: '/ari/asterisk/ping' });
  await http.send({ method: 'GET', path: ping });
  await new Promise<void>((resolve) => {
    new AriSocket(http, 'guichet', {
      opened: () => undefined,
      received: () => undefined,
      ended: () => {
        resolve();
      },
    });
  });
  http.abort('the test is over');
  server.close();
  expect(asked).toEqual([ping, ping, events]);
});
