import { seconds } from '../core/kernel/time.js';
import type { Clock } from '../core/ports/clock.js';

/** Waits for the work, and so long at the most: a hang-up that is insisted on must not keep the process. */
export async function within(clock: Clock, limitSeconds: number, work: Promise<void>): Promise<void> {
  let late: () => void = () => undefined;
  const timer = clock.at(clock.now() + seconds(limitSeconds), () => {
    late();
  });
  await Promise.race([work, new Promise<void>((resolve) => (late = resolve))]);
  timer.stop();
}
