import { createSocket, type Socket } from 'node:dgram';

export const LOOPBACK = '127.0.0.1';

/** Where packets go. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * A UDP socket on a port of the loopback that the kernel chose: two tests in parallel can never be given the same one.
 * Errors are ignored on purpose: on the loopback the only one is a peer that is gone already, which the protocols above must notice by themselves.
 */
export async function bindUdp(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: LOOPBACK, port: 0, exclusive: true }, () => {
      socket.removeListener('error', reject);
      socket.on('error', () => undefined);
      resolve();
    });
  });
  return socket;
}

/** Closes a socket and waits until its port is free again. */
export async function closeUdp(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    try {
      socket.close(() => resolve());
    } catch {
      // Closed already.
      resolve();
    }
  });
}

const given = new Set<number>();

/**
 * A UDP port for a process that insists on binding by itself. It is free when returned and not returned twice by this process, but not
 * reserved: whoever starts the process must be ready to try another.
 */
export async function freeUdpPort(): Promise<number> {
  for (;;) {
    const socket = await bindUdp();
    const { port } = socket.address();
    await closeUdp(socket);
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
