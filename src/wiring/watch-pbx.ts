import type { Log } from '../platform/logging/log.js';
import type { Pbx } from './open-pbx.js';

const EVERY_MILLISECONDS = 2_000;

/** Starts the embedded PBX again whenever it is gone, for instance after a crash. Answers how to stop watching. */
export function watchPbx({ telephony, embedded }: Pbx, log: Log): () => void {
  if (embedded === null) return () => undefined;
  let looking = false;
  const look = async (): Promise<void> => {
    looking = true;
    try {
      if ((await embedded.ensureRunning()) === 'restarted') log.warn('The embedded PBX was gone and has been started again');
    } catch (fault) {
      log.error('The embedded PBX is gone and cannot be started', { fault: String(fault) });
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => {
    if (!telephony.ready && !looking) void look();
  }, EVERY_MILLISECONDS);
  return () => {
    clearInterval(timer);
  };
}
