import type { Instant } from '../../core/kernel/time.js';
import type { Log } from '../../core/ports/log.js';
import { PbxUnreachable } from '../../core/ports/telephony.js';
import { AriHttp, type AriAccess } from './ari-http.js';
import { AriOperations } from './ari-operations.js';
import { AriSocket } from './ari-socket.js';

export interface AriConnectionListener {
  /** Both requests and events work from now on. */
  up(): void;
  /** Neither does. Always after an `up`, never twice. */
  down(why: string): void;
  event(event: { readonly type: string }): void;
}

/** What ended a connection: a fault to be tried again, or another process of ours that took the application over. */
interface Ending {
  readonly why: string;
  readonly lastedMs: number;
  readonly replaced: boolean;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A connection that ended sooner was none: pauses go on growing instead of starting anew, or a fault at opening would be a tight loop. */
const STEADY_AFTER_MS = 5_000;

/** The first retry is immediate; then 100 ms, doubling, to 2 s, for ever: a PBX that is back after a night is found within 2 s. */
export function pauseBefore(attempt: number): number {
  return attempt < 2 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 2));
}

/**
 * Keeps one PBX connected for as long as the process lives. A connection is an event socket and the REST operations together: while one
 * is missing, the PBX counts as away and requests reject at once. Every attempt has a new socket and the old one is closed first.
 */
export class AriConnection {
  private readonly http: AriHttp;
  private operations: AriOperations | null = null;
  private socket: AriSocket | null = null;
  private isUp = false;
  private closed = false;
  private pause: { readonly timer: NodeJS.Timeout; readonly skip: () => void } | null = null;
  private living: Promise<void> = Promise.resolve();
  private pbxStartedAt: Instant = 0;

  constructor(
    access: AriAccess,
    readonly app: string,
    private readonly listener: AriConnectionListener,
    private readonly log: Log,
  ) {
    this.http = new AriHttp(access);
  }

  get up(): boolean {
    return this.isUp;
  }

  open(): void {
    this.living = this.live();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.pause?.skip();
    await this.socket?.close('closed by us');
    this.http.abort('closed by us');
    await this.living;
  }

  /** A REST operation by its nickname in the api-docs. Throws `AriFault`; `PbxUnreachable` also at once while the PBX is away. */
  async call(resource: string, operation: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (!this.isUp || this.operations === null) throw new PbxUnreachable('the line to the PBX is down');
    return this.operations.call(resource, operation, args);
  }

  /** The body of a GET, piece by piece. `path` begins with `/ari/`. Throws as `call` does, also in the middle. */
  download(path: string): AsyncIterable<Buffer> {
    if (!this.isUp) throw new PbxUnreachable('the line to the PBX is down');
    return this.http.download(path);
  }

  /** Gives up this connection and makes another. */
  reset(why: string): void {
    this.log.warn('The connection to the PBX is made anew', { why });
    void this.socket?.close(why);
  }

  /** When the PBX process that we are, or were last, connected to started. */
  get startedAt(): Instant {
    return this.pbxStartedAt;
  }

  private async live(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      await this.wait(pauseBefore(attempt));
      if (this.isClosed()) return;
      const ending = await this.connectOnce();
      if (ending.replaced) {
        // Trying again would throw the other one out, which would throw us out: the callers would be torn between two.
        this.log.error('Another process has taken over our ARI application; this one stands aside until it is restarted', {
          app: this.app,
        });
        return;
      }
      if (ending.lastedMs >= STEADY_AFTER_MS) attempt = 0;
      // Once for each outage, and again now and then: not for every attempt of a long night.
      if (!this.isClosed() && attempt % 30 === 0) this.log.warn('The PBX is out of reach; trying until it is back', { why: ending.why });
    }
  }

  /** Resolves when the connection has ended, or could not be made. */
  private async connectOnce(): Promise<Ending> {
    try {
      // Asked first because its answer is a clear one: wrong address, wrong password, still starting.
      const info = JSON.parse(await this.http.send({ method: 'GET', path: '/ari/asterisk/info?only=status' })) as AsteriskInfo;
      const startedAt = startInstant(info);
      // Another start may be another version, with other operations.
      if (this.operations === null || startedAt !== this.pbxStartedAt) this.operations = await AriOperations.load(this.http);
      this.pbxStartedAt = startedAt;
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error), lastedMs: 0, replaced: false };
    }
    if (this.isClosed()) return { why: 'closed by us', lastedMs: 0, replaced: false };
    return await new Promise<Ending>((resolve) => {
      let replaced = false;
      let openedAt: number | null = null;
      const socket = new AriSocket(this.http, this.app, {
        opened: () => {
          openedAt = performance.now();
          this.isUp = true;
          this.listener.up();
        },
        received: (text) => {
          const event = this.parse(text);
          if (event === null) return;
          if (event.type === 'ApplicationReplaced') {
            replaced = true;
            void socket.close('another process took the application over');
          } else this.listener.event(event);
        },
        ended: (why) => {
          this.isUp = false;
          this.socket = null;
          this.http.abort(`the connection to the PBX ended: ${why}`);
          if (openedAt !== null) this.listener.down(why);
          resolve({ why, lastedMs: openedAt === null ? 0 : performance.now() - openedAt, replaced });
        },
      });
      this.socket = socket;
    });
  }

  /** A question, not a property: the answer changes while something is awaited. */
  private isClosed(): boolean {
    return this.closed;
  }

  private parse(text: string): { readonly type: string } | null {
    try {
      const event: unknown = JSON.parse(text);
      if (isEvent(event)) return event;
    } catch {
      // Told below, like anything else that is not an event.
    }
    this.log.warn('The PBX sent what is not an event', { text: text.slice(0, 200) });
    return null;
  }

  private wait(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const skip = (): void => {
        clearTimeout(timer);
        this.pause = null;
        resolve();
      };
      const timer = setTimeout(skip, ms);
      this.pause = { timer, skip };
    });
  }
}

function isEvent(value: unknown): value is { readonly type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

interface AsteriskInfo {
  readonly status?: { readonly startup_time?: string };
}

function startInstant(info: AsteriskInfo): Instant {
  return Date.parse(info.status?.startup_time ?? '');
}
