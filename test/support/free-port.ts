import { createSocket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that the kernel gives to outgoing connections: one of those may be taken by anybody's connection at any moment, even by
 * the question whether a server listens there already (a loopback connection can then end up talking to itself).
 */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 200;

const given = new Set<number>();

/**
 * A port of the loopback on which nobody listens at this moment, by TCP or UDP, and which this process has not given out before.
 * It is free when returned, not reserved: whoever binds it must be ready to ask for another.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port) || !(await tcpIsFree(port)) || !(await udpIsFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port was found between ${FIRST} and ${LAST}`);
}

function tcpIsFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function udpIsFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ address: '127.0.0.1', port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
