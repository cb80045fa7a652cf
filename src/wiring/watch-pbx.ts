import type { Log } from '../platform/logging/log.js';
import type { RunningPbx } from '../telephony/pbx/embedded-pbx.js';

const EVERY_MILLISECONDS = 2_000;

interface Watched {
  readonly telephony: { readonly ready: boolean };
  readonly embedded: Pick<RunningPbx, 'ensureRunning'> | null;
}

/**
 * Starts the embedded PBX again whenever it is gone, for instance after a crash, but not when an operator stopped it. Answers how to stop
 * watching.
 */
export function watchPbx({ telephony, embedded }: Watched, log: Log): () => void {
  if (embedded === null) return () => undefined;
  let looking = false;
  let told = false;
  const look = async (): Promise<void> => {
    looking = true;
    try {
      const found = await embedded.ensureRunning();
      if (found === 'restarted') log.warn('The embedded PBX was gone and has been started again');
      if (found === 'stopped' && !told)
        log.warn('The embedded PBX was stopped with "npm run pbx -- stop"; the next start of Guichet starts it');
      told = found === 'stopped';
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
