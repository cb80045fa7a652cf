import type { LegId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { LegEnd } from '../../../src/core/ports/telephony.js';
import type { Heard } from './fake-audio.js';
import type { FakeLeg } from './fake-leg.js';

/** How a call ended for the caller: own hang-up, or what the PBX sent. */
export type CallerEnd = 'hung-up' | 'normal' | 'busy' | 'unallocated' | 'failed' | 'lost';

/** The person who rang in, as a test sees and moves them. */
export class FakeCaller {
  /** Why the call is over; null while it lives. */
  ended: CallerEnd | null = null;
  endedAt: Instant | null = null;

  constructor(
    private readonly line: FakeLeg,
    private readonly far: {
      hangUp(leg: FakeLeg, end: LegEnd): void;
      press(leg: FakeLeg, digit: string): void;
      voiceChanged(leg: FakeLeg): void;
    },
  ) {}

  get leg(): LegId {
    return this.line.id;
  }

  /** Everything heard so far, in order; the last entry may be still to be heard. */
  get heard(): readonly Heard[] {
    return this.line.heard;
  }

  /** What is heard right now: a sound's name, `music`, `conversation`, or null for silence. */
  get hearing(): string | null {
    const last = this.line.heard.at(-1);
    return last?.to === null ? last.what : null;
  }

  get answered(): boolean {
    return this.line.answered;
  }

  get ringing(): boolean {
    return this.line.ringing;
  }

  get language(): string {
    return this.line.language;
  }

  /** How often `what` was begun. */
  times(what: string): number {
    return this.line.heard.filter((entry) => entry.what === what).length;
  }

  hangUp(): void {
    if (this.line.ended !== null) return;
    this.ended = 'hung-up';
    this.far.hangUp(this.line, 'hung-up');
  }

  press(digits: string): void {
    for (const digit of digits) this.far.press(this.line, digit);
  }

  /** Says nothing from now on. Until then the caller speaks, whoever listens. */
  fallsSilent(): void {
    this.line.speaks = false;
    this.far.voiceChanged(this.line);
  }

  speaksAgain(): void {
    this.line.speaks = true;
    this.far.voiceChanged(this.line);
  }
}
