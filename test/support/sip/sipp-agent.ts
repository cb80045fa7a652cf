import { randomUUID } from 'node:crypto';

import { IncomingCall } from './incoming-call.js';
import { NotReached, PATIENCE_MS } from './milestones.js';
import { phoneScenario, type RefusalCode } from './phone-scenario.js';
import { sendRegister, type Account } from './registration.js';
import type { Codec } from './sdp.js';
import { SipRelay, type Relayed } from './sip-relay.js';
import { SippProcess, type Command } from './sipp-process.js';
import type { Sound } from './tone-source.js';
import { LOOPBACK, type Address } from './udp-socket.js';

/** What the phone does with a call. `ring` rings until a command; `nothing` does not even say that the call arrived: a phone gone dead. */
export type PhoneBehaviour =
  | { readonly does: 'ring' }
  | { readonly does: 'answer'; readonly afterMs?: number }
  | { readonly does: 'refuse'; readonly code?: RefusalCode; readonly afterMs?: number }
  | { readonly does: 'nothing' };

export interface AgentOptions extends Account {
  readonly sipp: Command;
  readonly pbx: Address;
  /** For every call, or chosen call by call. Rings unless told. */
  readonly behaviour?: PhoneBehaviour | ((call: IncomingCall) => PhoneBehaviour);
  /** What the agent says in every call. Silence unless told. */
  readonly says?: Sound;
  /** u-law unless told. */
  readonly codecs?: readonly Codec[];
  /** Asked for when registering; registered again at half of it. 120 unless told. */
  readonly expiresSeconds?: number;
  /** The SIPp process ends by itself after this time. 600 s unless told. */
  readonly lifetimeSeconds?: number;
}

const START_MS = 15_000;
const PING_MS = 25;

/** A registered phone: one SIPp process takes its calls, short-lived ones register it. */
export class SippAgent {
  /** Every call that reached the phone, in order. */
  readonly calls: IncomingCall[] = [];
  behaviour: PhoneBehaviour | ((call: IncomingCall) => PhoneBehaviour);
  private readonly arrivals = new Set<(call: IncomingCall) => void>();
  private process: SippProcess | undefined;
  private refresh: NodeJS.Timeout | undefined;
  private registered = false;
  private collected = 0;

  private constructor(
    private readonly options: AgentOptions,
    private readonly relay: SipRelay,
  ) {
    this.behaviour = options.behaviour ?? { does: 'ring' };
    relay.onMessage((relayed) => this.welcome(relayed));
  }

  /** A phone that is registered and ready for calls. Rejects with the PBX's answer when it refuses the registration. */
  static async register(options: AgentOptions): Promise<SippAgent> {
    const agent = await SippAgent.listen(options);
    try {
      await agent.renew();
      return agent;
    } catch (error) {
      await agent.close();
      throw error;
    }
  }

  /** Ready for calls at `address`, without registering: the far end of a trunk. The PBX need not be there yet. */
  static async listen(options: AgentOptions): Promise<SippAgent> {
    const agent = new SippAgent(options, await SipRelay.open(options.pbx));
    try {
      await agent.startSipp();
      return agent;
    } catch (error) {
      await agent.close();
      throw error;
    }
  }

  get username(): string {
    return this.options.username;
  }

  /** Where the PBX finds it. */
  get address(): Address {
    return { host: LOOPBACK, port: this.relay.contactPort };
  }

  /** The oldest call that `nextCall` has not returned yet, or the next to come. */
  async nextCall(withinMs = PATIENCE_MS): Promise<IncomingCall> {
    const waiting = this.calls[this.collected++];
    if (waiting) return waiting;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.arrivals.delete(arrival);
      };
      const arrival = (call: IncomingCall): void => {
        settle();
        resolve(call);
      };
      const timer = setTimeout(() => {
        settle();
        this.collected--;
        reject(new NotReached(`phone ${this.username} was not called within ${withinMs} ms; calls so far: ${this.calls.length}`));
      }, withinMs);
      this.arrivals.add(arrival);
    });
  }

  /** Calls that are neither refused nor ended. */
  get openCalls(): readonly IncomingCall[] {
    return this.calls.filter((call) => !call.isOver);
  }

  /** Takes the phone off the PBX; it stays able to register again with `renew`. */
  async unregister(withinMs = PATIENCE_MS): Promise<void> {
    clearTimeout(this.refresh);
    this.refresh = undefined;
    if (!this.registered) return;
    this.registered = false;
    await this.sendRegister(0, withinMs);
  }

  /** Registers now, and again whenever half of the granted time has passed. */
  async renew(): Promise<void> {
    const expires = this.options.expiresSeconds ?? 120;
    await this.sendRegister(expires, PATIENCE_MS);
    this.registered = true;
    this.renewAfter((expires * 1000) / 2);
  }

  /** One that fails, on a machine too busy for it, is tried again while the registration still holds. */
  private renewAfter(ms: number): void {
    clearTimeout(this.refresh);
    this.refresh = setTimeout(() => {
      this.renew().catch(() => {
        if (this.registered) this.renewAfter(ms / 10);
      });
    }, ms);
    this.refresh.unref();
  }

  /** The cable is pulled: nothing gets through any more, in either direction, and the registration stays until it expires. */
  pullCable(): void {
    this.relay.cut();
    this.registered = false;
    clearTimeout(this.refresh);
  }

  plugIn(): void {
    this.relay.mend();
  }

  /** Hangs up what is open, unregisters and leaves nothing behind: processes, ports, directories. */
  async close(): Promise<void> {
    await Promise.all(this.openCalls.map((call) => this.endQuietly(call)));
    await this.unregister(2_000).catch(() => undefined);
    await this.process?.stop();
    await this.relay.close();
  }

  private async endQuietly(call: IncomingCall): Promise<void> {
    await call.hangUp(1_000).catch(() => undefined);
    call.abandon('the phone was closed');
  }

  private welcome(relayed: Relayed): void {
    const { from, message } = relayed;
    const isNew = from === 'pbx' && message.method === 'INVITE' && message.address('To')?.tag === undefined;
    // A retransmission of an INVITE that was not answered yet is the same call.
    if (!isNew || this.calls.some(({ callId }) => callId === message.callId)) return;
    const call = new IncomingCall(this.relay, relayed, this.username, this.options.codecs ?? ['PCMU'], this.options.says ?? 'silence');
    this.calls.push(call);
    this.behave(call, typeof this.behaviour === 'function' ? this.behaviour(call) : this.behaviour);
    const [arrival] = this.arrivals;
    arrival?.(call);
  }

  private behave(call: IncomingCall, behaviour: PhoneBehaviour): void {
    if (behaviour.does === 'nothing') return;
    if (behaviour.does !== 'refuse' || behaviour.afterMs) call.ring();
    if (behaviour.does === 'answer') call.after(behaviour.afterMs ?? 0, () => call.answer());
    if (behaviour.does === 'refuse') call.after(behaviour.afterMs ?? 0, () => call.refuse(behaviour.code));
  }

  private async sendRegister(expires: number, withinMs: number): Promise<void> {
    const { sipp, username, password, domain } = this.options;
    const account = { username, password, ...(domain === undefined ? {} : { domain }) };
    await sendRegister({ sipp, relay: this.relay, account, expires, withinMs });
  }

  private async startSipp(): Promise<void> {
    const { sipp, username, lifetimeSeconds } = this.options;
    const scenario = phoneScenario({ user: username, contactPort: this.relay.contactPort, id: randomUUID() });
    const lifetime = lifetimeSeconds === undefined ? {} : { lifetimeSeconds };
    for (let attempt = 1; ; attempt++) {
      this.process = await SippProcess.start({ sipp, scenario, remotePort: this.relay.innerPort, ...lifetime });
      this.relay.giveNewcomersTo(this.process.port);
      const exit = await Promise.race([this.listening(), this.process.exited]);
      if (exit === 'listening') return;
      await this.process.stop();
      if (attempt === 3 || !/bind/i.test(exit.errors)) throw new Error(`SIPp did not start (code ${exit.code}): ${exit.errors}`);
    }
  }

  /** SIPp does not tell when it listens, so it is asked until it answers. */
  private listening(): Promise<'listening'> {
    const callId = `ping-${randomUUID()}`;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearInterval(asking);
        clearTimeout(deadline);
        stop();
        this.relay.forget(callId);
      };
      const asking = setInterval(() => this.relay.ping(callId), PING_MS);
      const deadline = setTimeout(() => {
        settle();
        reject(new Error(`SIPp did not listen within ${START_MS} ms`));
      }, START_MS);
      const stop = this.relay.onMessage(({ from, message }) => {
        if (from !== 'sipp' || message.callId !== callId) return;
        settle();
        resolve('listening');
      });
      void this.process?.exited.then(settle);
    });
  }
}
