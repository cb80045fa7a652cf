import type { LegId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { LegEnd, Party, TelephonyEvent } from '../../../src/core/ports/telephony.js';
import type { Heard } from './fake-audio.js';

/** What an endpoint does when it is dialled. Milliseconds count from the dial. */
export type PhoneBehaviour =
  | { readonly does: 'answer'; readonly afterMs: number; readonly talksMs: number | null }
  /** Says no, or its carrier does for it, with this as the reason. */
  | { readonly does: 'refuse'; readonly afterMs: number; readonly end: 'refused' | 'no-answer' | 'unreachable' | 'failed' }
  /** Names another to be called instead of itself. */
  | { readonly does: 'forward'; readonly afterMs: number; readonly to: string }
  | { readonly does: 'busy' }
  | { readonly does: 'ring' }
  | { readonly does: 'nothing' };

/** One time that an endpoint was dialled, or dialled us. */
export interface PhoneCall {
  readonly leg: LegId;
  /** Number and name that it was called with. */
  readonly from: Party;
  /** All that its display says of the other end now: `text <number>`. */
  display: string;
  /** The number that the carrier was told is truly ours, if any. */
  readonly assertedIdentity: string | null;
  readonly dialledAt: Instant;
  ringingAt: Instant | null;
  answeredAt: Instant | null;
  endedAt: Instant | null;
  end: LegEnd | null;
  /** What became of the transfer that was asked for on it. */
  transfer: 'accepted' | 'refused' | null;
  readonly heard: readonly Heard[];
}

/** A phone or a number outside, and the person who has it, scripted by a test. Answers after two seconds unless told otherwise. */
export class FakePhone {
  behaviour: PhoneBehaviour = { does: 'answer', afterMs: 2_000, talksMs: null };
  /** From the dial to the first ring. */
  ringsAfterMs = 50;
  /** False: the PBX does not know where it is. */
  reachable = true;
  /** Every call, oldest first. */
  readonly calls: PhoneCall[] = [];

  constructor(
    readonly endpoint: string,
    private readonly far: {
      hangUp(leg: LegId, end: LegEnd): void;
      press(leg: LegId, digit: string): void;
      answer(leg: LegId): void;
      dial(phone: FakePhone, number: string): PhoneCall;
      ask(event: Extract<TelephonyEvent, { readonly type: 'leg-held' | 'leg-unheld' | 'transfer-asked' }>): void;
      reachable(phone: FakePhone): void;
    },
  ) {}

  /** The call that rings or is talked on, if any. */
  get call(): PhoneCall | null {
    return this.calls.findLast((call) => call.endedAt === null) ?? null;
  }

  get rings(): boolean {
    return this.call !== null && this.call.ringingAt !== null && this.call.answeredAt === null;
  }

  get talks(): boolean {
    return this.call !== null && this.call.answeredAt !== null;
  }

  /** Picks up `afterMs` after the dial, and hangs up after `talksMs` of conversation if given. */
  answersAfter(afterMs: number, talksMs: number | null = null): this {
    return this.behaves({ does: 'answer', afterMs, talksMs });
  }

  refuses(afterMs = 1_000, end: 'refused' | 'no-answer' | 'unreachable' | 'failed' = 'refused'): this {
    return this.behaves({ does: 'refuse', afterMs, end });
  }

  forwards(to: string, afterMs = 1_000): this {
    return this.behaves({ does: 'forward', afterMs, to });
  }

  isBusy(): this {
    return this.behaves({ does: 'busy' });
  }

  /** Rings until somebody gives up. */
  neverAnswers(): this {
    return this.behaves({ does: 'ring' });
  }

  /** Registered as far as the PBX knows, but nothing comes back: not even ringing. */
  isSilent(): this {
    return this.behaves({ does: 'nothing' });
  }

  /** Unregistered: it cannot be called until `isBack`. */
  unreachable(): this {
    this.reachable = false;
    this.far.reachable(this);
    return this;
  }

  isBack(): this {
    this.reachable = true;
    this.far.reachable(this);
    return this;
  }

  /** Picks up now, whatever the script says. */
  answer(): void {
    if (this.call !== null) this.far.answer(this.call.leg);
  }

  hangUp(): void {
    if (this.call !== null) this.far.hangUp(this.call.leg, this.call.answeredAt === null ? 'refused' : 'hung-up');
  }

  press(digits: string): void {
    for (const digit of digits) if (this.call !== null) this.far.press(this.call.leg, digit);
  }

  /** Dials from the phone: `phone-dialled`. */
  dials(number: string): PhoneCall {
    return this.far.dial(this, number);
  }

  /** Presses its own hold key, on the latest of its calls unless told otherwise. */
  holds(on = true, call = this.call): void {
    if (call !== null) this.far.ask({ type: on ? 'leg-held' : 'leg-unheld', leg: call.leg });
  }

  /** Presses its own transfer key: to what is dialled, or to whom it talks to on its second call. */
  transfers(dialled: string, replaces: PhoneCall | null = null): PhoneCall {
    const call = this.calls.find(({ endedAt, answeredAt }) => endedAt === null && answeredAt !== null);
    if (call === undefined) throw new Error('the phone talks to nobody');
    this.far.ask({ type: 'transfer-asked', leg: call.leg, dialled, replaces: replaces?.leg ?? null });
    return call;
  }

  private behaves(behaviour: PhoneBehaviour): this {
    this.behaviour = behaviour;
    return this;
  }
}
