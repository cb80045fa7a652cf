import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LAB_TREE_VARIABLE, labTree } from '../../support/lab-tree.js';
import { newRunId, RUN_VARIABLE, sweep, sweepDeadRuns } from '../../support/leftovers.js';
import { buildStep, killSteps } from '../../support/steps.js';

/** What is set for the processes of one bench, and put back for the next. */
const OURS = [RUN_VARIABLE, 'TMPDIR', LAB_TREE_VARIABLE, 'GUICHET_BUILD'];

/**
 * Runs a bench that needs the real backend and PBX: on a build of its own, in a temporary directory of its own. Whatever the bench started
 * is ended and removed afterwards, also when it failed or was interrupted.
 */
export async function privately<Result>(bench: () => Promise<Result>): Promise<Result> {
  const before = OURS.map((name) => [name, process.env[name]] as const);
  await sweepDeadRuns();
  const runId = newRunId();
  const directory = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const clear = async (): Promise<void> => {
    killSteps();
    await sweep(runId);
    rmSync(directory, { recursive: true, force: true });
  };
  const interrupted = (): void => void clear().finally(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  try {
    process.env[RUN_VARIABLE] = runId;
    process.env['TMPDIR'] = directory;
    process.env[LAB_TREE_VARIABLE] = (await labTree(console.log)).root;
    const { failures } = await buildStep({ directory, environment: process.env });
    if (failures.length > 0) throw new Error(failures.join('\n'));
    return await bench();
  } finally {
    for (const signal of signals) process.removeListener(signal, interrupted);
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await clear();
  }
}
