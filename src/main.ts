import { startGuichet } from './wiring/start-guichet.js';
import { isForOperator } from './wiring/operator-faults.js';

/** Supervisors kill what takes longer, and a phase that is saved can be taken up by the next start whatever is left undone here. */
const STOPS_WITHIN_MS = 4_800;

/** The process: starts Guichet, tells the operator how, and stops it on request. Callers stay on the PBX, which outlives us. */
async function main(): Promise<void> {
  const guichet = await startGuichet((line) => {
    console.log(line);
  });
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      console.error('Guichet could not stop in good order in time, and ends as it is; calls stay up on the PBX.');
      process.exit(1);
    }, STOPS_WITHIN_MS);
    guichet
      .stop(signal)
      .then(() => process.exit(0))
      .catch((fault: unknown) => {
        console.error(fault);
        process.exit(1);
      });
  };
  process.on('SIGTERM', () => {
    stop('SIGTERM');
  });
  process.on('SIGINT', () => {
    stop('SIGINT');
  });
}

main().catch((fault: unknown) => {
  console.error(isForOperator(fault) ? fault.message : fault);
  process.exit(1);
});
