import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP line that can be cut: it stands between a client and a server on the loopback and forwards everything, until told otherwise. */
export class LineCutter {
  private readonly sockets = new Set<Socket>();
  private state: 'whole' | 'cut' | 'silent' = 'whole';

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async open(targetPort: number): Promise<LineCutter> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new LineCutter(server, targetPort);
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    return address.port;
  }

  /** Connections under way: a client that leaks shows here. */
  get connections(): number {
    return this.sockets.size / 2;
  }

  /** Every connection is reset, new ones are closed at once. */
  cut(): void {
    this.state = 'cut';
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Nothing is forwarded any more and nothing is closed: as if every packet were dropped. */
  silence(): void {
    this.state = 'silent';
    for (const socket of this.sockets) socket.pause();
  }

  /** New connections work again; those of before the fault are dead, as they would be after a real one. */
  mend(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.state = 'whole';
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private accept(client: Socket): void {
    if (this.state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    this.keep(client);
    // Accepted by the kernel, and then nothing.
    if (this.state === 'silent') {
      client.pause();
      return;
    }
    const server = connect({ host: '127.0.0.1', port: this.targetPort, noDelay: true });
    client.setNoDelay(true);
    this.keep(server);
    client.pipe(server);
    server.pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
  }
}
