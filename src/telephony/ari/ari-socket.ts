import { WebSocket } from 'ws';
import type { AriHttp } from './ari-http.js';

export interface AriSocketListener {
  opened(): void;
  /** One event, as JSON text, in the order in which the PBX sent it. */
  received(text: string): void;
  /** Once, whatever happened; nothing is heard of this socket afterwards. */
  ended(why: string): void;
}

const HANDSHAKE_DEADLINE_MS = 4_000;
/** How long a closing handshake may take before the socket is cut. */
const CLOSING_DEADLINE_MS = 500;
const PING_EVERY_MS = 1_000;
/** Pings without a sign of life before the line counts as lost: silence is noticed after 3 to 4 s. */
const PINGS_UNANSWERED = 3;

/**
 * One event socket, from opening to end, with its own watch for silence.
 *
 * It is not `ari-client`'s, which cannot be supervised: it reconnects behind our back (calls are not told again, so whoever is not told of
 * the gap has lost them), gives up for good after 43 s, throws inside the socket's handler on an event type that the api-docs lack, and
 * scans every listener and builds resource objects for every event.
 */
export class AriSocket {
  private readonly socket: WebSocket;
  private readonly pings: NodeJS.Timeout;
  /** Ticks since the last sign of life. Counted in ticks, not milliseconds: time that we spent busy must not look like the PBX's silence. */
  private silentTicks = 0;
  private over = false;

  constructor(
    http: AriHttp,
    app: string,
    private readonly listener: AriSocketListener,
  ) {
    const url = `${http.origin.replace(/^http/, 'ws')}${http.prefix}/ari/events?app=${encodeURIComponent(app)}&subscribeAll=false`;
    this.socket = new WebSocket(url, {
      headers: { authorization: http.authorization },
      handshakeTimeout: HANDSHAKE_DEADLINE_MS,
      perMessageDeflate: false,
    });
    this.pings = setInterval(() => this.ping(), PING_EVERY_MS);
    const { socket } = this;
    socket.on('open', () => {
      if (!this.over) listener.opened();
    });
    socket.on('message', (message: Buffer) => {
      this.silentTicks = 0;
      if (!this.over) listener.received(message.toString('utf8'));
    });
    socket.on('pong', () => {
      this.silentTicks = 0;
    });
    // An error is always followed by a close, but says more.
    socket.on('error', (error) => this.end(error.message));
    socket.on('close', (code) => this.end(`the PBX closed the event socket (${String(code)})`));
  }

  /** Ends the socket in good form; resolves when nothing of it is left, half a second at the most. */
  async close(why: string): Promise<void> {
    const { socket } = this;
    const closed = new Promise<void>((resolve) => {
      if (socket.readyState === WebSocket.CLOSED) resolve();
      else socket.once('close', () => resolve());
    });
    const deadline = setTimeout(() => socket.terminate(), CLOSING_DEADLINE_MS);
    this.told(why);
    socket.close();
    await closed;
    clearTimeout(deadline);
  }

  private ping(): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (this.silentTicks >= PINGS_UNANSWERED) {
      this.end(`no sign of life for ${String((this.silentTicks * PING_EVERY_MS) / 1_000)} s`);
      return;
    }
    this.silentTicks += 1;
    this.socket.ping();
  }

  private end(why: string): void {
    if (this.over) return;
    // Not close(): a handshake with a peer that is silent would keep the socket, and us, for half a minute.
    this.socket.terminate();
    this.told(why);
  }

  private told(why: string): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.pings);
    this.listener.ended(why);
  }
}
