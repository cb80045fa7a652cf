import { randomUUID } from 'node:crypto';

import { callerScenario } from './caller-scenario.js';
import type { Reached } from './milestones.js';
import { RtpEndpoint } from './rtp-endpoint.js';
import { readSdp, type AudioDescription, type Codec } from './sdp.js';
import { SipLeg, type LegSteps } from './sip-leg.js';
import { SipRelay, type Relayed } from './sip-relay.js';
import { SippProcess, type Command, type SippExit } from './sipp-process.js';
import type { Sound } from './tone-source.js';
import type { Address } from './udp-socket.js';

export interface CallOptions {
  readonly sipp: Command;
  readonly pbx: Address;
  /** The number dialled: user part of the request URI. */
  readonly to: string;
  /** User part of the To header, where a carrier dials something else; `to` unless told. */
  readonly toHeader?: string;
  /** The caller's number: user part of From. */
  readonly from?: string;
  readonly displayName?: string;
  /** Other headers of the INVITE, such as P-Asserted-Identity or Privacy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Offered codecs, the preferred first. u-law unless told. */
  readonly codecs?: readonly Codec[];
  /** What the caller sends as soon as there is somebody to hear it; may be changed later with `media.say`. */
  readonly says?: Sound;
  /** Answers the PBX's challenge to the INVITE, which then must come. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** The SIPp process ends by itself after this time. 600 s unless told. */
  readonly lifetimeSeconds?: number;
}

/** SIPp could not bind the port it was given, because somebody took it in between. */
const PORT_TAKEN = /bind/i;
const START_MS = 15_000;

/** One outgoing call: one SIPp process, its audio, and everything that happened to it. */
export class SippCaller extends SipLeg {
  private process: SippProcess | undefined;
  private dialled = false;

  private constructor(
    relay: SipRelay,
    callId: string,
    readonly media: RtpEndpoint,
    private readonly options: CallOptions,
  ) {
    super(`call from ${options.from ?? 'anonymous'} to ${options.to}`, relay, callId, options.codecs ?? ['PCMU']);
  }

  protected get audio(): RtpEndpoint {
    return this.media;
  }

  /** Dials; resolves when the INVITE is on its way to the PBX. Rejects with what SIPp said when it cannot start. */
  static async dial(options: CallOptions): Promise<SippCaller> {
    const relay = await SipRelay.open(options.pbx);
    const media = await RtpEndpoint.open(options.says);
    const caller = new SippCaller(relay, randomUUID(), media, options);
    try {
      await caller.startSipp();
      return caller;
    } catch (error) {
      await caller.close();
      throw error;
    }
  }

  ringing(withinMs?: number): Promise<Reached<undefined>> {
    return this.steps.wait('ringing', withinMs);
  }

  earlyMedia(withinMs?: number): Promise<Reached<AudioDescription>> {
    return this.steps.wait('earlyMedia', withinMs);
  }

  /** The PBX refused the call, with this status. */
  rejected(withinMs?: number): Promise<Reached<LegSteps['rejected']>> {
    return this.steps.wait('rejected', withinMs);
  }

  /** Ends the call by CANCEL or BYE, whichever its state asks for; resolves when it is over, at once when it was already. */
  async hangUp(withinMs?: number): Promise<void> {
    // A CANCEL may not be sent before the first provisional answer (RFC 3261, 9.1).
    if (!this.isOver) await this.steps.wait('trying', withinMs);
    await this.insistOnHangingUp(withinMs);
  }

  /** Disappears without a word: no CANCEL, no BYE, no more audio. The PBX has to find out by itself. */
  async vanish(): Promise<void> {
    this.relay.cut();
    this.end('lost', 'the caller vanished');
    await this.process?.stop();
  }

  /** Hangs up if need be and leaves nothing behind: process, ports, directory. */
  async close(): Promise<void> {
    if (this.dialled && !this.isOver) await this.hangUp(2_000).catch(() => undefined);
    this.end('lost', 'the caller was closed');
    await this.process?.stop();
    await this.relay.close();
    await this.media.close();
  }

  protected notice({ from, message, at }: Relayed): void {
    const { status, transaction } = message;
    if (from === 'sipp' && message.method === 'CANCEL') this.steps.reach('cancelled', undefined, at);
    // The ACK of a refusal is the last message of a call that never was.
    if (from === 'sipp' && message.method === 'ACK' && this.steps.has('rejected'))
      this.end(this.steps.has('cancelled') ? 'cancelled' : 'rejected');
    if (from !== 'pbx' || transaction !== 'INVITE' || status === undefined || this.steps.has('established')) return;
    this.steps.reach('trying', undefined, at);
    const audio = readSdp(message.body);
    if (audio && status < 300) this.media.talkTo(audio);
    if (status === 180) this.steps.reach('ringing', undefined, at);
    if (audio && status < 200) this.steps.reach('earlyMedia', audio, at);
    if (audio && status >= 200 && status < 300) this.steps.reach('answered', audio, at);
    if (status < 300 || (this.options.credentials && (message.header('cseq') ?? '').startsWith('1 '))) return;
    this.steps.reach('rejected', { status, reason: message.reason }, at);
  }

  private async startSipp(): Promise<void> {
    const { options, relay } = this;
    const credentials = options.credentials;
    const scenario = callerScenario({
      pbx: options.pbx,
      contactPort: relay.contactPort,
      id: randomUUID(),
      to: options.to,
      toHeader: options.toHeader,
      from: options.from ?? 'anonymous',
      displayName: options.displayName,
      headers: options.headers ?? {},
      sdp: this.nextSdp(this.media.describe(this.codecs)),
      authenticates: credentials !== undefined,
    });
    const args = ['-m', '1', '-cid_str', this.callId, ...(credentials ? ['-au', credentials.username, '-ap', credentials.password] : [])];
    const lifetime = options.lifetimeSeconds === undefined ? {} : { lifetimeSeconds: options.lifetimeSeconds };
    for (let attempt = 1; ; attempt++) {
      const dialled = this.firstMessage();
      this.process = await SippProcess.start({ sipp: options.sipp, scenario, remotePort: relay.innerPort, args, ...lifetime });
      const exit = await Promise.race([dialled, this.process.exited]);
      if (exit === 'late') throw new Error(`SIPp did not dial within ${START_MS} ms`);
      if (exit === 'dialled') break;
      await this.process.stop();
      if (attempt === 3 || !PORT_TAKEN.test(exit.errors))
        throw new Error(`SIPp ended before it dialled (code ${exit.code}): ${exit.errors}`);
    }
    this.dialled = true;
    void this.process.exited.then((exit) => this.processEnded(exit));
  }

  private firstMessage(): Promise<'dialled' | 'late'> {
    return new Promise((resolve) => {
      const settle = (outcome: 'dialled' | 'late'): void => {
        clearTimeout(timer);
        stop();
        resolve(outcome);
      };
      const timer = setTimeout(() => settle('late'), START_MS);
      timer.unref();
      const stop = this.relay.onMessage(({ from }) => {
        if (from === 'sipp') settle('dialled');
      });
    });
  }

  private processEnded({ code, errors }: SippExit): void {
    // The last message it sent may still wait in our socket.
    setTimeout(() => this.end('lost', `SIPp ended in the middle of the call (code ${code}): ${errors}`), 100);
  }
}
