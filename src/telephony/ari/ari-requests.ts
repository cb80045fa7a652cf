import type { Done } from '../../core/ports/telephony.js';
import type { AriConnection } from './ari-connection.js';
import { meansGone } from './ari-fault.js';

type Args = Readonly<Record<string, unknown>>;

/** Carries out requests in words of the port: what is no longer there is `gone`, not an error. */
export class AriRequests {
  constructor(private readonly connection: AriConnection) {}

  get app(): string {
    return this.connection.app;
  }

  /** Throws `AriFault` or `PbxUnreachable`. */
  async do(resource: string, operation: string, args: Args): Promise<Done> {
    return (await this.ask(resource, operation, args)) === 'gone' ? 'gone' : 'done';
  }

  /** The answer as it came, unchecked. Throws `AriFault`, also for what is not there, or `PbxUnreachable`. */
  async demand(resource: string, operation: string, args: Args): Promise<unknown> {
    return this.connection.call(resource, operation, args);
  }

  /** The body of a GET, piece by piece. Throws `AriFault` or `PbxUnreachable`, also in the middle. */
  download(path: string): AsyncIterable<Buffer> {
    return this.connection.download(path);
  }

  /** The answer as it came, unchecked, or `gone`. Throws `AriFault` or `PbxUnreachable`. */
  async ask(resource: string, operation: string, args: Args): Promise<unknown> {
    try {
      return await this.demand(resource, operation, args);
    } catch (error) {
      if (meansGone(error)) return 'gone';
      throw error;
    }
  }
}
