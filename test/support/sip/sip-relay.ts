import type { Socket } from 'node:dgram';

import { instant, type Instant } from './instant.js';
import { SipMessage } from './sip-message.js';
import { SippLane, type Sent } from './sipp-lane.js';
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
 * them in that order, and each only when it is done with the one before (`SippLane`).
 */
export class SipRelay {
  private readonly lanes = new Map<string, SippLane>();
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
    const lane = this.lanes.get(callId);
    if (!lane) throw new Error(`no SIPp process takes part in ${callId}`);
    const serial = ++this.serial;
    const lines = [
      `${method} sip:sipp@${LOOPBACK} SIP/2.0`,
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
    lane.deliver(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`), (sent) => sent.status === undefined || sent.transaction !== 'BYE');
  }

  /** An OPTIONS of our own to the process that takes newcomers; its answer tells that the process listens. Not part of the trace. */
  ping(callId: string): void {
    if (this.newcomers === undefined) return;
    this.lane(callId, this.newcomers);
    this.command(callId, 'OPTIONS');
  }

  /** A dialog is over: late messages of it are dropped, and the table does not grow for ever. */
  forget(callId: string): void {
    this.lanes.get(callId)?.close();
    this.lanes.delete(callId);
  }

  async close(): Promise<void> {
    this.listeners.clear();
    for (const callId of [...this.lanes.keys()]) this.forget(callId);
    await Promise.all([closeUdp(this.outer), closeUdp(this.inner)]);
  }

  private fromPbx(data: Buffer): void {
    const message = SipMessage.parse(data.toString('utf8'));
    if (!message || this.cutOff) return;
    const opensCall = message.method === 'INVITE' || message.method === 'OPTIONS';
    const lane =
      this.lanes.get(message.callId) ?? (opensCall && this.newcomers !== undefined ? this.lane(message.callId, this.newcomers) : undefined);
    if (!lane) return;
    lane.deliver(data, reactionTo(message));
    this.tell({ from: 'pbx', message, at: instant() });
  }

  private fromSipp(data: Buffer, port: number): void {
    const message = SipMessage.parse(data.toString('utf8'));
    if (!message) return;
    const lane = this.lane(message.callId, port);
    const answersUs = message.header('via')?.includes('branch=z9hG4bK-command-') ?? false;
    if (this.cutOff) return;
    if (!answersUs) this.outer.send(data, this.pbx.port, this.pbx.host);
    this.tell({ from: 'sipp', message, at: instant() });
    lane.sent(message);
  }

  private lane(callId: string, port: number): SippLane {
    const known = this.lanes.get(callId);
    if (known?.port === port) return known;
    known?.close();
    const lane = new SippLane(port, (data) => this.inner.send(data, port, LOOPBACK));
    this.lanes.set(callId, lane);
    return lane;
  }

  private tell(relayed: Relayed): void {
    this.seen.push(relayed);
    if (this.seen.length > TRACE_LIMIT) this.seen.shift();
    for (const listener of this.listeners) listener(relayed);
  }
}

/** What our scenarios send when they get this message, after which they wait again; `undefined` when they just go on waiting. */
function reactionTo({ method, status, transaction }: SipMessage): ((sent: Sent) => boolean) | undefined {
  if (status !== undefined) return transaction === 'INVITE' && status >= 200 ? (sent) => sent.method === 'ACK' : undefined;
  if (method === 'ACK' || method === 'INVITE') return undefined;
  return (sent) => sent.status !== undefined && sent.transaction === method;
}
