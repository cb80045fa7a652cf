import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from './sip/udp-socket.js';

/** Somebody else's HTTP server, as scenarios ask it: what it is asked is kept, what it answers is said per path. */
export class OrderDesk {
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  private readonly answers = new Map<string, (response: ServerResponse) => void>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      void this.take(request, response);
    });
  }

  static async open(): Promise<OrderDesk> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
    return new OrderDesk(server);
  }

  get url(): string {
    return `http://${LOOPBACK}:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Says what a path answers; a path that nothing was said of never answers. */
  answer(path: string, status: number, body: string): void {
    this.answers.set(path, (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').split('?')[0] ?? '';
    this.asked.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
    this.answers.get(path)?.(response);
  }
}
