import { createServer } from 'node:net';

/**
 * A TCP port of the loopback on which nobody listens at this moment.
 * It is free when returned, not reserved: whoever binds it must be ready to ask for another.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('the kernel gave no TCP port'));
        else resolve(address.port);
      });
    });
  });
}
