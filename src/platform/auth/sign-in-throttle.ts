import type { Clock } from '../../core/ports/clock.js';

const FREE_FAILURES = 5;
const AT_ONCE = 20;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 300_000;
const FORGOTTEN_AFTER_MS = 900_000;
const REMEMBERED = 10_000;

interface Failures {
  count: number;
  last: number;
  blockedUntil: number;
}

/**
 * Slows down who guesses passwords: after five failures for one login from one address, each further one doubles the time during which
 * no attempt is looked at, up to five minutes. A whole address is slowed after ten times as many, whatever the logins; who then gives the
 * right password was only forgetful, and does not count: behind one proxy or router a whole team shares an address. Memory is bounded: beyond 10,000 pairs the one that failed longest ago is forgotten.
 */
export class SignInThrottle {
  private readonly failures = new Map<string, Failures>();
  private readonly underWay = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /**
   * Runs `attempt`, which answers null for a wrong password, unless this login or address has to wait: then answers for how many seconds.
   * Attempts under way at once are bounded too: a thousand sent together are not a thousand free guesses.
   */
  async guard<T>(login: string, address: string, attempt: () => Promise<T | null>): Promise<{ waitSeconds: number; outcome: T | null }> {
    const pair = `${address} ${login.slice(0, 100)}`;
    const waitSeconds = Math.max(this.waitSeconds(pair), this.waitSeconds(address), (this.underWay.get(pair) ?? 0) < AT_ONCE ? 0 : 1);
    if (waitSeconds > 0) return { waitSeconds, outcome: null };
    this.underWay.set(pair, (this.underWay.get(pair) ?? 0) + 1);
    try {
      const outcome = await attempt();
      if (outcome === null) {
        this.failed(pair, FREE_FAILURES);
        this.failed(address, 10 * FREE_FAILURES);
      } else this.forgive(pair, address);
      return { waitSeconds: 0, outcome };
    } finally {
      const others = (this.underWay.get(pair) ?? 1) - 1;
      if (others > 0) this.underWay.set(pair, others);
      else this.underWay.delete(pair);
    }
  }

  private forgive(pair: string, address: string): void {
    const own = this.failures.get(pair)?.count ?? 0;
    const all = this.failures.get(address);
    if (all !== undefined) all.count = Math.max(0, all.count - own);
    this.failures.delete(pair);
  }

  private waitSeconds(key: string): number {
    return Math.ceil(Math.max(0, (this.failures.get(key)?.blockedUntil ?? 0) - this.clock.now()) / 1000);
  }

  private failed(key: string, free: number): void {
    const now = this.clock.now();
    const known = this.failures.get(key);
    const count = known === undefined || now - known.last > FORGOTTEN_AFTER_MS ? 1 : known.count + 1;
    const delayMs = count < free ? 0 : Math.min(FIRST_DELAY_MS * 2 ** Math.min(count - free, 20), LONGEST_DELAY_MS);
    // Deleted first, so that the map's order is that of the last failure.
    this.failures.delete(key);
    this.failures.set(key, { count, last: now, blockedUntil: now + delayMs });
    for (const oldest of this.failures.keys()) {
      if (this.failures.size <= REMEMBERED) break;
      this.failures.delete(oldest);
    }
  }
}
