import { Milestones, PATIENCE_MS, type Reached } from './milestones.js';
import type { RtpEndpoint } from './rtp-endpoint.js';
import { answeringDirection, readSdp, writeSdp, type AudioDescription, type Codec, type Direction } from './sdp.js';
import type { Relayed, SipRelay } from './sip-relay.js';
import { TALK_COMMAND } from './talk-scenario.js';

/** Who ended a call, and when in its life. `lost`: the SIPp process died, or the test took it away. */
export type LegEnding = 'hung-up' | 'peer-hung-up' | 'cancelled' | 'rejected' | 'lost';

/** The steps of a call, seen from one of its phones. */
export interface LegSteps {
  trying: undefined;
  ringing: undefined;
  /** A provisional answer that describes audio: something can be heard before the call is answered. */
  earlyMedia: AudioDescription;
  /** The 200 to the INVITE went over the wire. */
  answered: AudioDescription;
  /** The ACK of that 200 did. */
  established: undefined;
  rejected: { readonly status: number; readonly reason: string };
  cancelled: undefined;
  /** The other side's BYE. */
  endedByPeer: undefined;
  /** The last message of the call, whoever ended it. */
  ended: LegEnding;
}

/** The answer of the PBX to a request sent in a call. */
export interface FinalAnswer {
  readonly status: number;
  readonly reason: string;
}

/** The commands of a call that its caller and its callee share, over a relay that sees every message of it. */
export abstract class SipLeg {
  readonly steps: Milestones<LegSteps>;
  private hangingUp = false;
  private sdpVersion = 1;
  private commands: Promise<unknown> = Promise.resolve();
  private answerTo: { readonly method: string; readonly answered: (answer: FinalAnswer) => void } | undefined;
  private stopWatching: (() => void) | undefined;

  protected constructor(
    subject: string,
    protected readonly relay: SipRelay,
    readonly callId: string,
    protected readonly codecs: readonly Codec[],
  ) {
    this.steps = new Milestones(subject, () => `\n${this.ladder()}`);
    this.stopWatching = relay.onMessage((relayed) => {
      if (relayed.message.callId === callId) this.watch(relayed);
    });
  }

  /** Audio of the call, once there is any. */
  protected abstract readonly audio: RtpEndpoint | undefined;

  answered(withinMs?: number): Promise<Reached<AudioDescription>> {
    return this.steps.wait('answered', withinMs);
  }

  /** The other side hung up. */
  endedByPeer(withinMs?: number): Promise<Reached<undefined>> {
    return this.steps.wait('endedByPeer', withinMs);
  }

  /** The call is over for whatever reason. */
  ended(withinMs?: number): Promise<Reached<LegEnding>> {
    return this.steps.wait('ended', withinMs);
  }

  get isOver(): boolean {
    return this.steps.has('ended');
  }

  /** Presses keys. `rtp`: telephone events in the audio (RFC 4733). `info`: a SIP INFO for each key, for a caller also before the answer. */
  async sendDtmf(digits: string, by: 'rtp' | 'info' = 'rtp'): Promise<void> {
    if (by === 'rtp') {
      if (!this.audio) throw new Error('keys cannot be pressed before the call has audio');
      await this.audio.press(digits);
      return;
    }
    for (const digit of digits) {
      const { status } = await this.request('INFO', TALK_COMMAND.info, { headers: { 'X-Digit': digit } });
      if (status !== 200) throw new Error(`the PBX answered ${status} to the key ${digit} sent as INFO`);
    }
  }

  /** Puts the other side on hold, as a phone does: a re-INVITE that only sends. Resolves with the answer. */
  hold(): Promise<FinalAnswer> {
    return this.describeAnew('sendonly');
  }

  unhold(): Promise<FinalAnswer> {
    return this.describeAnew('sendrecv');
  }

  /** Asks the PBX to transfer the other side to `target`, a SIP URI. Resolves with the answer to the REFER, not with the fate of the transfer. */
  refer(target: string): Promise<FinalAnswer> {
    return this.request('REFER', TALK_COMMAND.refer, { headers: { 'X-Refer-To': `<${target}>` } });
  }

  /** A SIP URI that refers to this call, which the phone dialled, as one to be replaced (RFC 3891); for `refer` on another call of the phone. */
  get replacing(): string {
    const answer = this.relay.trace.find(({ message }) => message.callId === this.callId && message.status === 200)?.message;
    const [ours, theirs] = [answer?.address('From')?.tag, answer?.address('To')?.tag];
    if (ours === undefined || theirs === undefined) throw new Error('the call was not answered: nothing can replace it');
    return `sip:replaced@127.0.0.1?Replaces=${encodeURIComponent(`${this.callId};to-tag=${theirs};from-tag=${ours}`)}`;
  }

  /** What the phone was told of its transfers, oldest first: the status of each NOTIFY. */
  get transferProgress(): readonly number[] {
    const told = this.relay.trace.filter(
      ({ from, message }) => from === 'pbx' && message.callId === this.callId && message.method === 'NOTIFY',
    );
    return told.map(({ message }) => Number(/^SIP\/2\.0 (\d{3})/.exec(message.body)?.[1]));
  }

  /** The messages of this call, one line each. */
  ladder(): string {
    const lines = this.relay.trace
      .filter(({ message }) => message.callId === this.callId && !message.startLine.startsWith('X-'))
      .map(({ from, message, at }) => `${at.date.toISOString().slice(11, 23)} ${from === 'pbx' ? '<-' : '->'} ${message.startLine}`);
    return lines.join('\n');
  }

  /** What else a side of the call makes of a message. */
  protected abstract notice(relayed: Relayed): void;

  protected nextSdp(audio: AudioDescription): string {
    return writeSdp(audio, this.sdpVersion++);
  }

  /**
   * Tells SIPp to end the call, again until it does: it does not listen while it waits for the answer to another request of ours, and
   * hearing it twice does no harm. Resolves when the call is over.
   */
  protected async insistOnHangingUp(withinMs?: number): Promise<void> {
    const tell = (): void => {
      if (!this.isOver && !this.hangingUp) this.relay.command(this.callId, TALK_COMMAND.hangUp);
    };
    tell();
    const again = setInterval(tell, 300);
    try {
      await this.steps.wait('ended', withinMs);
    } finally {
      clearInterval(again);
    }
  }

  /** Marks the end once; waits for anything but what was reached fail from then on. */
  protected end(how: LegEnding, why = `the call is over (${how})`): void {
    if (this.steps.has('ended')) return;
    this.steps.reach('ended', how);
    this.steps.close(why);
    this.stopWatching?.();
    this.stopWatching = undefined;
    this.relay.forget(this.callId);
    void this.audio?.close();
  }

  private watch(relayed: Relayed): void {
    const { from, message, at } = relayed;
    const { method, status, transaction } = message;
    if (from === 'sipp' && (method === 'BYE' || method === 'CANCEL')) this.hangingUp = true;
    if (from === 'pbx' && method === 'BYE') this.steps.reach('endedByPeer', undefined, at);
    if (from === 'pbx' && method === 'INVITE' && this.steps.has('established')) this.acceptOffer(relayed);
    if (method === 'ACK' && this.steps.has('answered')) this.steps.reach('established', undefined, at);
    if (from === 'pbx' && status !== undefined && status >= 200 && transaction === this.answerTo?.method) {
      this.answerTo.answered({ status, reason: message.reason });
    }
    this.notice(relayed);
    if (transaction !== 'BYE' || status === undefined || status < 200) return;
    this.end(this.steps.has('endedByPeer') ? 'peer-hung-up' : 'hung-up');
  }

  /** The PBX describes the audio anew: say yes, as a phone would, and send where it now wants it. */
  private acceptOffer({ message }: Relayed): void {
    const offer = readSdp(message.body);
    const codecs = offer?.codecs.filter((codec) => this.codecs.includes(codec)) ?? this.codecs;
    if (!this.audio) return;
    if (offer) this.audio.talkTo({ ...offer, codecs });
    const answer = this.audio.describe(codecs.slice(0, 1), answeringDirection(offer?.direction ?? 'sendrecv'));
    this.relay.command(this.callId, TALK_COMMAND.accept, { body: this.nextSdp(answer) });
  }

  private async describeAnew(direction: Direction): Promise<FinalAnswer> {
    if (!this.audio) throw new Error('hold needs a call with audio');
    const body = this.nextSdp(this.audio.describe(this.codecs, direction));
    return this.request('INVITE', TALK_COMMAND.reinvite, { body });
  }

  /** One request at a time: the scenario waits for the answer to one before it takes the next command. */
  private request(method: string, command: string, content: { headers?: Record<string, string>; body?: string }): Promise<FinalAnswer> {
    const turn = this.commands.then(async () => {
      if (method !== 'INFO' || this.steps.has('answered') || !this.steps.has('earlyMedia')) await this.steps.wait('established');
      return new Promise<FinalAnswer>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no answer to ${method} within ${PATIENCE_MS} ms\n${this.ladder()}`)), PATIENCE_MS);
        this.answerTo = {
          method,
          answered: (answer) => {
            clearTimeout(timer);
            this.answerTo = undefined;
            resolve(answer);
          },
        };
        this.relay.command(this.callId, command, content);
      });
    });
    this.commands = turn.catch(() => undefined);
    return turn;
  }
}
