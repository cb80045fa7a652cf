import type { Deposit, Deposited } from '../core/calls/mailbox.js';
import type { RecordingId } from '../core/kernel/ids.js';
import { seconds } from '../core/kernel/time.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type Telephony } from '../core/ports/telephony.js';

export interface UnkeptParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly log: Log;
}

const FIRST_AFTER = seconds(5);
const LONGEST = seconds(600);

/**
 * Messages that stay on the PBX because they could not be brought to our disk: tried again after five seconds, then after twice as long
 * each time up to ten minutes, and whenever the PBX comes back. Whoever failed first has said so; here only the end of it is told.
 */
export class UnkeptMessages {
  private readonly waiting = new Map<RecordingId, Deposit>();
  private delay = FIRST_AFTER;
  private timer: Timer | null = null;
  private working = false;
  private stopped = false;

  constructor(
    private readonly parts: UnkeptParts,
    private readonly bring: (deposit: Deposit) => Promise<Deposited>,
  ) {}

  add(deposit: Deposit): void {
    this.waiting.set(deposit.recording, deposit);
    this.later();
  }

  /** Left behind by an earlier run, as far as they are still on the PBX: asked of it when it is in reach. */
  resume(deposits: readonly Deposit[]): void {
    for (const deposit of deposits) this.waiting.set(deposit.recording, deposit);
  }

  /** The PBX is in reach. */
  ready(): void {
    this.delay = FIRST_AFTER;
    void this.tryAll();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.stop();
  }

  private later(): void {
    if (this.stopped || this.timer !== null) return;
    this.timer = this.parts.clock.at(this.parts.clock.now() + this.delay, () => {
      this.timer = null;
      void this.tryAll();
    });
  }

  private async tryAll(): Promise<void> {
    if (this.working || this.stopped || this.waiting.size === 0) return;
    this.timer?.stop();
    this.timer = null;
    this.working = true;
    try {
      await this.forgetVanished();
      for (const deposit of [...this.waiting.values()]) {
        if ((await this.bring(deposit)) === 'unsafe') continue;
        this.waiting.delete(deposit.recording);
        this.parts.log.info('a message that had stayed on the PBX is settled', { callId: deposit.callId, recording: deposit.recording });
      }
    } catch (fault) {
      // The disk refuses the others too. While the PBX is away nobody asks: it tells when it is back.
      if (fault instanceof PbxUnreachable && !this.parts.telephony.ready) return;
    } finally {
      this.working = false;
    }
    if (this.waiting.size === 0) {
      this.delay = FIRST_AFTER;
      return;
    }
    this.delay = Math.min(2 * this.delay, LONGEST);
    this.later();
  }

  /** Kept by its own call meanwhile, discarded, or removed by somebody else. */
  private async forgetVanished(): Promise<void> {
    const there = new Set((await this.parts.telephony.recordings()).map(({ recording }) => recording));
    for (const recording of [...this.waiting.keys()]) if (!there.has(recording)) this.waiting.delete(recording);
  }
}
