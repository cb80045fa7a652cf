import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Where a conversation stays: `asked`, the other side never hears of it; `done`, it has done what was asked, and the answer stays away; or
 * after so many bytes of that answer.
 */
export type Moment = 'asked' | 'done' | { readonly answered: number };

const REACHED_MS = 20_000;

interface Hold {
  /** What the client says on one connection, one after the other; at the last it stays. */
  readonly says: readonly RegExp[];
  readonly moment: Moment;
  readonly reach: () => void;
}

interface Connection {
  readonly met: Map<Hold, number>;
  held: Hold | null;
  /** Bytes of the answer that still pass. */
  passes: number;
}

/**
 * A TCP line between a process that is going to be killed and a server: one conversation stays at a chosen step while all others go on, so
 * that the death comes exactly there. What it has asked and the server has not heard then never was.
 */
export class HeldLine {
  private readonly holds = new Set<Hold>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async open(targetPort: number): Promise<HeldLine> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new HeldLine(server, targetPort);
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    return address.port;
  }

  /** Holds the first conversation that comes so far; resolves when one has, rejects when none comes in time. */
  hold(says: readonly RegExp[], moment: Moment): Promise<void> {
    return inTime(says.join(', then '), (reach) => this.holds.add({ says, moment, reach }));
  }

  /** Whoever comes from now on is not held. */
  letGo(): void {
    this.holds.clear();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private accept(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: this.targetPort, noDelay: true });
    client.setNoDelay(true);
    const connection: Connection = { met: new Map(), held: null, passes: 0 };
    for (const socket of [client, server]) this.keep(socket);
    client.once('close', () => server.destroy());
    server.once('end', () => {
      if (connection.held === null) client.end();
    });
    server.once('error', () => client.destroy());
    client.on('data', (bytes: Buffer) => {
      if (connection.held !== null) return;
      const held = this.look(connection, bytes.toString('latin1'));
      connection.held = held;
      if (held?.moment === 'asked') held.reach();
      else server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      const { held, passes } = connection;
      if (held === null) {
        client.write(bytes);
      } else if (held.moment !== 'asked') {
        client.write(bytes.subarray(0, passes));
        connection.passes = Math.max(0, passes - bytes.length);
        if (connection.passes === 0) held.reach();
      }
    });
  }

  private look(connection: Connection, text: string): Hold | null {
    for (const hold of this.holds) {
      const met = connection.met.get(hold) ?? 0;
      if (hold.says[met]?.test(text) !== true) continue;
      connection.met.set(hold, met + 1);
      if (met + 1 < hold.says.length) continue;
      this.holds.delete(hold);
      connection.passes = typeof hold.moment === 'string' ? 0 : hold.moment.answered;
      return hold;
    }
    return null;
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
  }
}

function inTime(what: string, wait: (reach: () => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`nobody said ${what} within ${String(REACHED_MS)} ms`)), REACHED_MS);
    wait(() => {
      clearTimeout(deadline);
      resolve();
    });
  });
}
