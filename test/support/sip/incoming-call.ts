import type { Reached } from './milestones.js';
import type { Instant } from './instant.js';
import { PHONE_COMMAND, type RefusalCode } from './phone-scenario.js';
import { RtpEndpoint } from './rtp-endpoint.js';
import { readSdp, type Codec } from './sdp.js';
import { SipLeg, type LegEnding } from './sip-leg.js';
import type { SipMessage } from './sip-message.js';
import type { Relayed, SipRelay } from './sip-relay.js';
import type { Sound } from './tone-source.js';

/** A call as it reached a phone: who called, what happened and when, and the commands of whoever holds the phone. */
export class IncomingCall extends SipLeg {
  /** From, as the phone shows it. */
  readonly fromUser: string | undefined;
  readonly displayName: string | undefined;
  readonly invitedAt: Instant;
  private endpoint: RtpEndpoint | undefined;
  private decided = false;
  private later: NodeJS.Timeout | undefined;

  constructor(
    relay: SipRelay,
    { message, at }: Relayed,
    readonly phone: string,
    codecs: readonly Codec[],
    private readonly says: Sound,
  ) {
    super(`call to phone ${phone}`, relay, message.callId, codecs);
    this.invite = message;
    const from = message.address('From');
    this.fromUser = from?.user;
    this.displayName = from?.displayName;
    this.invitedAt = at;
  }

  /** The INVITE, for its other headers. */
  readonly invite: SipMessage;

  /** What a phone shows that reads both headers: what it was told last, in the INVITE or later. */
  get display(): string | undefined {
    const told = this.relay.trace.filter(({ from, message }) => from === 'pbx' && message.callId === this.callId);
    return told.flatMap(({ message }) => message.header('P-Asserted-Identity') ?? message.header('Remote-Party-ID') ?? []).at(-1);
  }

  get ringingAt(): Instant | undefined {
    return this.steps.get('ringing')?.at;
  }

  get answeredAt(): Instant | undefined {
    return this.steps.get('answered')?.at;
  }

  get cancelledAt(): Instant | undefined {
    return this.steps.get('cancelled')?.at;
  }

  get endedAt(): Instant | undefined {
    return this.steps.get('ended')?.at;
  }

  get ending(): LegEnding | undefined {
    return this.steps.get('ended')?.value;
  }

  /** Audio of the call; there is none before `answer`. */
  get media(): RtpEndpoint {
    if (!this.endpoint) throw new Error(`the call to phone ${this.phone} was not answered: it has no audio`);
    return this.endpoint;
  }

  protected get audio(): RtpEndpoint | undefined {
    return this.endpoint;
  }

  /** The PBX gave up offering the call. */
  cancelled(withinMs?: number): Promise<Reached<undefined>> {
    return this.steps.wait('cancelled', withinMs);
  }

  /** Says 180. */
  ring(): void {
    if (!this.isOver) this.relay.command(this.callId, PHONE_COMMAND.ring);
  }

  /** Picks up; resolves when the PBX has acknowledged. Rejects when the call went away first, which is a race that phones lose too. */
  async answer(withinMs?: number): Promise<void> {
    if (!this.decided && !this.isOver) {
      this.decide();
      const offer = readSdp(this.invite.body);
      const codecs = offer?.codecs.filter((codec) => this.codecs.includes(codec)) ?? this.codecs;
      const endpoint = await RtpEndpoint.open(this.says);
      this.endpoint = endpoint;
      if (this.steps.closed) await endpoint.close();
      else {
        if (offer) endpoint.talkTo({ ...offer, codecs });
        const body = this.nextSdp(endpoint.describe(codecs.slice(0, 1)));
        this.relay.command(this.callId, PHONE_COMMAND.answer, { body });
      }
    }
    await this.steps.wait('established', withinMs);
  }

  /** Says no; resolves when the PBX has acknowledged. */
  async refuse(code: RefusalCode = 486, withinMs?: number): Promise<void> {
    if (!this.decided && !this.isOver) {
      this.decide();
      this.relay.command(this.callId, PHONE_COMMAND.refuse(code));
    }
    await this.steps.wait('ended', withinMs);
  }

  /** Hangs up a call that was answered, refuses one that was not; resolves when it is over, at once when it was already. */
  async hangUp(withinMs?: number): Promise<void> {
    if (this.isOver) return;
    if (!this.decided) {
      await this.refuse(486, withinMs);
      return;
    }
    await this.steps.wait('established', withinMs);
    await this.insistOnHangingUp(withinMs);
  }

  /** Runs `act` after `ms`, unless the call is over or decided by then. */
  after(ms: number, act: () => Promise<void>): void {
    // A call that went away in between is told by its steps: nobody waits for this promise.
    const run = (): void => void act().catch(() => undefined);
    if (ms <= 0) run();
    else this.later = setTimeout(run, ms);
  }

  /** Forgets the call without a word to the PBX. */
  abandon(why: string): void {
    this.end('lost', why);
    clearTimeout(this.later);
  }

  protected notice({ from, message, at }: Relayed): void {
    const { method, status, transaction } = message;
    if (from === 'pbx' && method === 'CANCEL') {
      this.decide();
      this.steps.reach('cancelled', undefined, at);
    }
    if (from === 'pbx' && method === 'ACK' && this.steps.has('rejected')) this.end(this.steps.has('cancelled') ? 'cancelled' : 'rejected');
    if (from !== 'sipp' || transaction !== 'INVITE' || status === undefined || this.steps.has('established')) return;
    if (status === 180) this.steps.reach('ringing', undefined, at);
    const audio = readSdp(message.body);
    if (status === 200 && audio) this.steps.reach('answered', audio, at);
    if (status >= 300) this.steps.reach('rejected', { status, reason: message.reason }, at);
  }

  private decide(): void {
    this.decided = true;
    clearTimeout(this.later);
  }
}
