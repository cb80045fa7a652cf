import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { atInstant } from '../../../test/support/at-instant.js';
import { answeringSocket } from './answering-socket.js';

let server: Server;
let port: number;
/** What the server does with a question. */
let hears: (question: string, from: Socket) => void;

beforeEach(async () => {
  hears = () => undefined;
  server = createServer((socket) => void socket.on('error', () => undefined).on('data', (bytes) => hears(bytes.toString(), socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterEach(() => void server.close());

test('a question that nobody answers ends the connection, as a server that is away', async () => {
  const socket = answeringSocket('127.0.0.1', port, { seconds: 1 });
  socket.write('SELECT 1');
  const [fault] = (await once(socket, 'error')) as [Error];
  expect(fault).toMatchObject({ message: 'the database did not answer within 1 s', code: 'ETIMEDOUT' });
});

test('an answer that is late but comes, and a silence without a question, end nothing', async () => {
  hears = (question, from) => void setTimeout(() => from.write(`to ${question}`), 1_200);
  const socket = answeringSocket('127.0.0.1', port, { seconds: 2 });
  socket.write('SELECT 1');
  expect(String((await once(socket, 'data'))[0])).toBe('to SELECT 1');
  const later = atInstant(performance.now() + 3_500).then(() => 'still open');
  await expect(Promise.race([once(socket, 'close'), later])).resolves.toBe('still open');
  socket.destroy();
});

test('a migration may take its time', async () => {
  const patience: { seconds: number | null } = { seconds: null };
  hears = (question, from) => void setTimeout(() => from.write(`to ${question}`), 2_500);
  const socket = answeringSocket('127.0.0.1', port, patience);
  socket.write('ALTER TABLE');
  expect(String((await once(socket, 'data'))[0])).toBe('to ALTER TABLE');
  socket.destroy();
});
