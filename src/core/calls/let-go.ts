import type { LegId } from '../kernel/ids.js';
import { seconds } from '../kernel/time.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { PbxUnreachable, type Telephony } from '../ports/telephony.js';

const RETRY_AFTER = seconds(1);
const TRIES = 5;

export interface LettingGo {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Hangs up a caller. `unreachable` when the PBX went out of reach first: the caller stays on the line there, and whoever finds them in the
 * next census goes on. A PBX that is in reach and does not answer is asked a few times more.
 */
export async function letGo(
  { telephony, clock, log }: LettingGo,
  leg: LegId,
  why: Parameters<Telephony['hangUp']>[1],
): Promise<'done' | 'unreachable'> {
  for (let tries = 1; ; tries += 1) {
    try {
      await telephony.hangUp(leg, why);
      return 'done';
    } catch (fault) {
      log.warn('a caller could not be hung up', { leg, tries, fault: String(fault) });
      if (!(fault instanceof PbxUnreachable) || tries === TRIES) return 'done';
      if (!telephony.ready) return 'unreachable';
    }
    await new Promise<void>((resolve) => clock.at(clock.now() + RETRY_AFTER, resolve));
  }
}
