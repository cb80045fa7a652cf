import { Agent as PlainAgent, request as plainRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { PbxUnreachable } from '../../core/ports/telephony.js';
import { AriFault } from './ari-fault.js';

export interface AriAccess {
  /** Where the PBX's HTTP server is, e.g. `http://127.0.0.1:8088`, with its `prefix` if it has one, without `/ari`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export interface AriHttpRequest {
  readonly method: string;
  /** Begins with `/ari/`, query included. */
  readonly path: string;
  readonly json?: unknown;
}

/** Every request has an answer by then, or the PBX counts as unreachable. */
const DEADLINE_MS = 5_000;
/** Asterisk spends a thread on each connection and refuses more than `sessionlimit`, 100 unless raised. */
const CONNECTIONS = 64;
/** Asterisk closes an idle connection after 15 s unless told otherwise; we close it before, so that no request meets a closing one. */
const IDLE_MS = 10_000;

/**
 * HTTP to one PBX over connections that are kept open. `ari-client` brings its own HTTP client, which keeps the status of an error to
 * itself, has no deadline, never settles when the connection is refused, and throws into the event loop when Asterisk answers 503 while
 * it starts; so requests leave through here instead.
 */
export class AriHttp {
  readonly origin: string;
  /** What stands before `/ari`: the `prefix` of the PBX's http.conf, with a leading slash; empty when there is none. */
  readonly prefix: string;
  readonly authorization: string;
  private readonly url: URL;
  private agent: PlainAgent;
  private readonly underWay = new Set<ClientRequest>();

  constructor(access: AriAccess) {
    this.url = new URL(access.url);
    this.origin = this.url.origin;
    this.prefix = this.url.pathname.replace(/\/+$/, '');
    this.authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
    this.agent = this.newAgent();
  }

  /** The body of a 2xx answer. Throws `AriFault` on any other, `PbxUnreachable` on none. */
  async send(request: AriHttpRequest): Promise<string> {
    const first = await this.attempt(request);
    // The PBX closed a kept connection at the very moment that we used it: nothing was read, so asking again is safe.
    const answer = first === 'connection-was-closing' ? await this.attempt(request) : first;
    if (answer === 'connection-was-closing') throw new PbxUnreachable('the PBX closes every connection');
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new AriFault(request.method, request.path, answer.status, answer.body);
  }

  /**
   * The body of a 2xx answer to a GET, piece by piece: a long recording is never in memory whole. Throws as `send` does, also in the middle.
   * On a connection of its own, which ends with it.
   */
  async *download(path: string): AsyncGenerator<Buffer> {
    const request = this.newRequest({ method: 'GET', path, agent: false });
    this.underWay.add(request);
    // It must have a listener from the first moment to the last.
    request.on('error', () => undefined);
    try {
      const response = await inTime(
        request,
        new Promise<IncomingMessage>((resolve, reject) => request.on('response', resolve).on('error', reject).end()),
      );
      const status = response.statusCode ?? 0;
      if (status < 200 || status >= 300) throw new AriFault('GET', path, status, await inTime(request, readAll(response)));
      const pieces = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      for (;;) {
        // Only the PBX is timed, not the disk that the pieces go to.
        const piece = await inTime(request, pieces.next());
        if (piece.done === true) return;
        yield piece.value;
      }
    } catch (error) {
      throw error instanceof AriFault ? error : unreachable(error);
    } finally {
      request.destroy();
      this.underWay.delete(request);
    }
  }

  /** Ends every request under way with `PbxUnreachable` and forgets all connections; later requests open new ones. */
  abort(why: string): void {
    for (const request of [...this.underWay]) request.destroy(new PbxUnreachable(why));
    this.agent.destroy();
    this.agent = this.newAgent();
  }

  private attempt({ method, path, json }: AriHttpRequest): Promise<{ status: number; body: string } | 'connection-was-closing'> {
    return new Promise((resolve, reject) => {
      const text = json === undefined ? '' : JSON.stringify(json);
      const headers = { 'content-length': Buffer.byteLength(text), ...(text === '' ? {} : { 'content-type': 'application/json' }) };
      const request = this.newRequest({ method, path, headers, agent: this.agent }).on('response', (response: IncomingMessage) => {
        readAll(response).then(
          (body) => settle(() => resolve({ status: response.statusCode ?? 0, body })),
          (error: unknown) => settle(() => reject(unreachable(error))),
        );
      });
      const deadline = setTimeout(() => {
        request.destroy(new PbxUnreachable(`${method} ${path} had no answer within ${String(DEADLINE_MS)} ms`));
      }, DEADLINE_MS);
      const settle = (how: () => void): void => {
        clearTimeout(deadline);
        this.underWay.delete(request);
        how();
      };
      request.on('error', (error: NodeJS.ErrnoException) => {
        const closing = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        settle(() => {
          if (closing) resolve('connection-was-closing');
          else reject(unreachable(error));
        });
      });
      this.underWay.add(request);
      request.end(text);
    });
  }

  private newRequest({ path = '', headers = {}, ...options }: RequestOptions): ClientRequest {
    return (this.url.protocol === 'https:' ? secureRequest : plainRequest)({
      ...options,
      host: this.url.hostname.replace(/^\[|\]$/g, ''),
      port: this.url.port || (this.url.protocol === 'https:' ? 443 : 80),
      // The api-docs may name it already.
      path: path?.startsWith(`${this.prefix}/ari/`) ? path : this.prefix + (path ?? ''),
      headers: { ...headers, authorization: this.authorization },
    });
  }

  private newAgent(): PlainAgent {
    const options = { keepAlive: true, maxSockets: CONNECTIONS, timeout: IDLE_MS, noDelay: true };
    return this.url.protocol === 'https:' ? new SecureAgent(options) : new PlainAgent(options);
  }
}

/** Its outcome; when it takes too long, the request is ended and with it the wait. */
async function inTime<Outcome>(request: ClientRequest, outcome: Promise<Outcome>): Promise<Outcome> {
  const why = new PbxUnreachable(`${request.method} ${request.path} had no answer within ${String(DEADLINE_MS)} ms`);
  const deadline = setTimeout(() => request.destroy(why), DEADLINE_MS);
  return await outcome.finally(() => clearTimeout(deadline));
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function unreachable(error: unknown): PbxUnreachable {
  if (error instanceof PbxUnreachable) return error;
  return new PbxUnreachable(error instanceof Error ? error.message : String(error), { cause: error });
}
