import type { Log } from '../../core/ports/log.js';
import { AriFault } from './ari-fault.js';
import type { AriRequests } from './ari-requests.js';

/** Where the dialplan holds whom we called and who answered: with music, while we are away. */
const HALL = { context: 'guichet-outbound', extension: 'answered', label: 'enter' } as const;
/** A technology that no PBX has: nobody is called. */
const NOBODY = 'Nobody/nobody';
/** The one argument with which legs that we dialled enter the application. */
export const OUTBOUND_ARGUMENT = 'outbound';
/** The channel variable with the application's name. The dialplan takes a global of this name where there is none. */
const APP_VARIABLE = 'GUICHET_APP';

/** What a dial says of where the leg goes when it is answered. */
export interface Destination {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Where legs that we dialled go when they are answered: into the dialplan, which hands them to the application and holds them when it is away;
 * straight into the application on a PBX whose dialplan has not that context, and there who answers while we are away is dropped.
 */
export class AriEntrance {
  private found: Promise<Destination>;

  constructor(
    private readonly requests: AriRequests,
    private readonly log: Log,
  ) {
    this.found = Promise.resolve(this.straight());
  }

  /** Looks what this PBX has; every connection anew. Rejects with `AriFault` or `PbxUnreachable`. */
  prepare(): Promise<void> {
    this.found = this.look();
    return this.found.then(() => undefined);
  }

  /** Rejects as `prepare` did. */
  destination(): Promise<Destination> {
    return this.found;
  }

  private async look(): Promise<Destination> {
    if (!(await this.hasHall())) {
      this.log.warn('The dialplan of the PBX does not hold people whom Guichet calls: install our guichet-extensions.conf anew', {
        missing: HALL.context,
      });
      return this.straight();
    }
    await this.hearOfAll();
    return { arguments: HALL, variables: { [APP_VARIABLE]: this.requests.app } };
  }

  /** The PBX looks for the label before it calls anybody: 404 when there is none, otherwise it finds that it cannot call nobody. */
  private async hasHall(): Promise<boolean> {
    try {
      await this.requests.demand('channels', 'originate', { endpoint: NOBODY, ...HALL });
      return true;
    } catch (error) {
      if (!(error instanceof AriFault)) throw error;
      return error.status !== 404;
    }
  }

  /** A leg on its way to the dialplan belongs to no application: how it rings and why it ends is told to who hears of every channel. */
  private async hearOfAll(): Promise<void> {
    const { requests } = this;
    const applicationName = requests.app;
    const before = (await requests.demand('applications', 'get', { applicationName })) as { readonly channel_ids?: readonly string[] };
    await requests.demand('applications', 'subscribe', { applicationName, eventSource: ['channel:'] });
    // Channels that entered before this have a subscription of their own, and would be heard of twice.
    const own = (before.channel_ids ?? []).filter((id) => !id.startsWith('__AST_'));
    await Promise.all(own.map((id) => requests.ask('applications', 'unsubscribe', { applicationName, eventSource: [`channel:${id}`] })));
  }

  private straight(): Destination {
    return { arguments: { app: this.requests.app, appArgs: OUTBOUND_ARGUMENT }, variables: {} };
  }
}
