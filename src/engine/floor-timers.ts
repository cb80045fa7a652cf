import type { Instant } from '../core/kernel/time.js';
import type { Clock, Timer } from '../core/ports/clock.js';

/** The floor's timers made real. The floor keeps what they mean; this only rings. */
export class FloorTimers {
  private readonly timers = new Map<string, Timer>();

  constructor(
    private readonly clock: Clock,
    private readonly fired: (key: string) => void,
  ) {}

  arm(key: string, at: Instant): void {
    this.disarm(key);
    this.timers.set(
      key,
      this.clock.at(at, () => {
        this.timers.delete(key);
        this.fired(key);
      }),
    );
  }

  get armed(): readonly string[] {
    return [...this.timers.keys()];
  }

  disarm(key: string): void {
    this.timers.get(key)?.stop();
    this.timers.delete(key);
  }

  /** Stops every timer. */
  close(): void {
    for (const timer of this.timers.values()) timer.stop();
    this.timers.clear();
  }
}
