import type { Socket } from 'node:dgram';

import { instant, type Instant } from './instant.js';
import { SipMessage } from './sip-message.js';
import { bindUdp, closeUdp, LOOPBACK, type Address } from './udp-socket.js';

/** A SIP message that went through the relay. */
export interface Relayed {
  readonly from: 'pbx' | 'sipp';
  readonly message: SipMessage;
  readonly at: Instant;
}

/** Oldest messages are dropped from the trace beyond this: a phone may take hundreds of calls. */
const TRACE_LIMIT = 400;

/**
 * A pair of UDP ports between SIPp processes and the PBX. Messages pass unchanged (scenarios write the relay's outer port into Via and Contact),
 * but each is seen and dated, and commands can be slipped to SIPp as requests of the same Call-ID: SIPp itself has no way to be told
 * something in the middle of a call. Forwarded first, told after: whoever reacts to a message with a command is sure that SIPp gets
 * them in that order.
 */
export class SipRelay {
  private readonly ports = new Map<string, number>();
  private readonly listeners = new Set<(relayed: Relayed) => void>();
  private readonly seen: Relayed[] = [];
  private newcomers: number | undefined;
  private serial = 0;
  private cutOff = false;

  private constructor(
    readonly pbx: Address,
    private readonly outer: Socket,
    private readonly inner: Socket,
  ) {
    outer.on('message', (data) => this.fromPbx(data));
    inner.on('message', (data, { port }) => this.fromSipp(data, port));
  }

  static async open(pbx: Address): Promise<SipRelay> {
    return new SipRelay(pbx, await bindUdp(), await bindUdp());
  }

  /** Our address as the PBX knows it. */
  get contactPort(): number {
    return this.outer.address().port;
  }

  /** What SIPp takes for the PBX. */
  get innerPort(): number {
    return this.inner.address().port;
  }

  /** Messages so far, the oldest forgotten. */
  get trace(): readonly Relayed[] {
    return this.seen;
  }

  /** Gives requests of unknown Call-ID to the SIPp process on this port. */
  giveNewcomersTo(port: number): void {
    this.newcomers = port;
  }

  onMessage(listener: (relayed: Relayed) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** From now on nothing passes, in either direction: a phone whose cable was pulled. */
  cut(): void {
    this.cutOff = true;
  }

  mend(): void {
    this.cutOff = false;
  }

  /**
   * Slips a request into a dialog of SIPp. `method` is one that the scenario waits for; CSeq 0 leaves SIPp's own counter alone, and the
   * serial number makes each command differ, since SIPp takes two equal messages in a row for a retransmission.
   */
  command(callId: string, method: string, { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {}): void {
    const port = this.ports.get(callId);
    if (port === undefined) throw new Error(`no SIPp process takes part in ${callId}`);
    const serial = ++this.serial;
    const lines = [
      `${method} sip:sipp@${LOOPBACK}:${port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${LOOPBACK}:${this.innerPort};branch=z9hG4bK-command-${serial}`,
      'From: <sip:test@localhost>;tag=test',
      'To: <sip:sipp@localhost>',
      `Call-ID: ${callId}`,
      `CSeq: 0 ${method}`,
      `X-Serial: ${serial}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.inner.send(`${lines.join('\r\n')}\r\n\r\n${body}`, port, LOOPBACK);
  }

  /** An OPTIONS of our own to the process that takes newcomers; its answer tells that the process listens. Not part of the trace. */
  ping(callId: string): void {
    if (this.newcomers === undefined) return;
    this.ports.set(callId, this.newcomers);
    this.command(callId, 'OPTIONS');
  }

  /** A dialog is over: late messages of it are dropped, and the table does not grow for ever. */
  forget(callId: string): void {
    this.ports.delete(callId);
  }

  async close(): Promise<void> {
    this.listeners.clear();
    await Promise.all([closeUdp(this.outer), closeUdp(this.inner)]);
  }

  private fromPbx(data: Buffer): void {
    const message = SipMessage.parse(data.toString('utf8'));
    if (!message || this.cutOff) return;
    const port = this.ports.get(message.callId) ?? (message.method === undefined ? undefined : this.newcomers);
    if (port === undefined) return;
    this.ports.set(message.callId, port);
    this.inner.send(data, port, LOOPBACK);
    this.tell({ from: 'pbx', message, at: instant() });
  }

  private fromSipp(data: Buffer, port: number): void {
    const message = SipMessage.parse(data.toString('utf8'));
    if (!message) return;
    this.ports.set(message.callId, port);
    const answersUs = message.header('via')?.includes('branch=z9hG4bK-command-') ?? false;
    if (this.cutOff) return;
    if (!answersUs) this.outer.send(data, this.pbx.port, this.pbx.host);
    this.tell({ from: 'sipp', message, at: instant() });
  }

  private tell(relayed: Relayed): void {
    this.seen.push(relayed);
    if (this.seen.length > TRACE_LIMIT) this.seen.shift();
    for (const listener of this.listeners) listener(relayed);
  }
}
