import { EventReader, type ReceivedEvent } from './event-reader.js';
import { eventually } from './eventually.js';
import type { RestAnswer } from './rest.js';
import type { IncomingCall } from './sip/incoming-call.js';
import { labPrograms } from './sip/lab-programs.js';
import { SippAgent } from './sip/sipp-agent.js';
import { freeUdpPort, LOOPBACK } from './sip/udp-socket.js';
import { WireLab } from './wire-lab.js';

/** What customers say when they are called back. */
export const CUSTOMER_HZ = 1900;

/** The real thing with a carrier behind the trunk, who rings every customer that is dialled. */
export class CallbackLab {
  /** Of the calls in `carrier`, those before this story. */
  private earlier = 0;

  private constructor(
    readonly lab: WireLab,
    readonly carrier: SippAgent,
    private readonly events: EventReader,
  ) {}

  static async start(more: Readonly<Record<string, string>> = {}): Promise<CallbackLab> {
    const { sipp } = await labPrograms();
    const sip = await freeUdpPort();
    const account = { username: 'carrier', password: '' };
    const carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, ...account, says: { hz: CUSTOMER_HZ } });
    const trunk = `${carrier.address.host}:${String(carrier.address.port)}`;
    const lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: trunk, ...more });
    return new CallbackLab(lab, carrier, await EventReader.open(lab.backend.baseUrl, lab.rest.token));
  }

  /** The customers who were dialled in this story, in order. */
  get dialled(): readonly IncomingCall[] {
    return this.carrier.calls.slice(this.earlier);
  }

  /** The customer who was dialled first in this story, or as the `nth`. */
  async customer(nth = 1, withinMs = 20_000): Promise<IncomingCall> {
    return eventually(() => this.dialled[nth - 1], { what: `customer ${String(nth)} to be dialled`, withinMs });
  }

  async campaign(changes: object): Promise<void> {
    await this.lab.rest.send('PATCH', `/campaigns/${this.lab.campaignId}`, changes);
  }

  async queue(changes: object): Promise<void> {
    await this.lab.rest.send('PATCH', `/queues/${this.lab.queueId}`, changes);
  }

  /** Somebody asks over the API that a number is called back; answers the id. */
  async asked(number: string, more: object = {}): Promise<string> {
    return String((await this.lab.rest.send('POST', '/callbacks', { campaignId: this.lab.campaignId, number, ...more })).id);
  }

  /** The callback as it is shown once it is in this state. */
  async comesTo(id: string, state: string, withinMs = 15_000): Promise<RestAnswer['body']> {
    return eventually(
      async () => {
        const callback = await this.lab.rest.get(`/callbacks/${id}`);
        return callback.state === state ? callback : null;
      },
      { what: `callback ${id} to be ${state}`, withinMs },
    );
  }

  /** What was told of the callback so far, in order. */
  told(id: string): readonly ReceivedEvent[] {
    return this.events.events.filter(({ data }) => (data['callback'] as { callbackId?: string } | undefined)?.callbackId === id);
  }

  async agentIs(id: string, state: string, withinMs = 10_000): Promise<void> {
    await eventually(async () => (await this.lab.agentState(id)) === state, { what: `agent ${id} to be ${state}`, withinMs });
  }

  /** Ends the story: nobody is called back any more, and nothing is left of callers and phones. */
  async clear(): Promise<void> {
    for (const state of ['proposed', 'waiting', 'reserved']) {
      for (const { id } of (await this.lab.rest.get(`/callbacks?state=${state}`)).items) {
        await this.lab.rest.ask('DELETE', `/callbacks/${String(id)}`);
      }
    }
    await Promise.all(this.carrier.openCalls.map((call) => call.hangUp()));
    await this.lab.clear();
    this.carrier.behaviour = { does: 'ring' };
    this.earlier = this.carrier.calls.length;
  }

  async stop(): Promise<void> {
    this.events.close();
    await this.lab.stop();
    await this.carrier.close();
  }
}
