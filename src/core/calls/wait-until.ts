import type { Instant } from '../kernel/time.js';
import type { Clock } from '../ports/clock.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';

/**
 * Resolves at `instant`, or before when whoever is given `early` calls it; unwound at once when the scope ends meanwhile. The timer is
 * stopped in either case.
 */
export async function waitUntil(
  clock: Clock,
  instant: Instant,
  scope: CallScope<CallCause>,
  giveEarly: (early: () => void) => void = () => undefined,
): Promise<void> {
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  giveEarly(wake);
  const timer = clock.at(instant, wake);
  try {
    await scope.until(woken);
  } finally {
    timer.stop();
  }
}
