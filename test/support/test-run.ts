import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { asteriskTree } from '../../src/telephony/pbx/pbx-tree.js';
import { LAB_TREE_VARIABLE, labTree } from './lab-tree.js';
import { newRunId, RUN_VARIABLE, sweep, sweepDeadRuns, type Leftover } from './leftovers.js';
import { killSteps, type Surroundings } from './steps.js';
import { oneFailure, sum, type Tally } from './tally.js';

/** Longer than any run should take on two slow cores; after it, everything is killed and the run fails. */
const HARD_DEADLINE_MS = 80 * 60_000;

/** One thing to run and count. Steps run one after the other; a failing one does not stop those that follow. */
export interface Step {
  readonly title: string;
  readonly run: (surroundings: Surroundings) => Promise<Tally>;
}

/**
 * Runs the steps and ends the process: 0 when at least one test ran and none failed. The last line printed is `N passed, N failed`.
 * Everything a step needs is private to this run (directory, ports, processes), so that two runs, or a run beside `npm start`, do not meet;
 * whatever a test leaves running is found by the marker in its environment and ended.
 */
export async function testRun(steps: readonly Step[], needsLab: boolean): Promise<never> {
  const runId = newRunId();
  const directory = mkdtempSync(join(tmpdir(), 'guichet-test-'));
  const environment: NodeJS.ProcessEnv = { ...process.env, [RUN_VARIABLE]: runId, TMPDIR: directory };
  const tallies: Tally[] = [];
  let closing: Promise<never> | undefined;

  const close = (): Promise<never> => (closing ??= finish(runId, directory, tallies));
  const giveUp = (sentence: string): void => {
    tallies.push(oneFailure(sentence));
    killSteps();
    void close();
  };
  const deadline = setTimeout(() => giveUp(`the run was stopped after ${HARD_DEADLINE_MS / 60_000} minutes`), HARD_DEADLINE_MS);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => giveUp(`interrupted by ${signal}`));

  announce(await sweepDeadRuns(), 'left by an earlier run');
  if (needsLab) tallies.push(...(await provideLab(environment)));
  for (const step of steps) {
    if (closing !== undefined) break;
    console.log(`\n── ${step.title}`);
    tallies.push(await step.run({ directory, environment }));
    announce(await sweep(runId), `left by ${step.title}`);
  }
  clearTimeout(deadline);
  return close();
}

/** Fetches the servers once, before jest, so that the download shows its progress and no test's deadline pays for it. */
async function provideLab(environment: NodeJS.ProcessEnv): Promise<Tally[]> {
  console.log('\n── the lab: Asterisk, SIPp and MariaDB from Debian packages, in a private directory');
  try {
    const report = (line: string): void => console.log(`   ${line}`);
    const tree = await labTree(report);
    // The embedded PBX has a tree of its own, the one that `npm start` uses.
    await asteriskTree(report);
    environment[LAB_TREE_VARIABLE] = tree.root;
    console.log(`   ${tree.root}`);
    return [];
  } catch (error) {
    console.error(error);
    return [oneFailure(`the lab: ${error instanceof Error ? error.message : String(error)}`)];
  }
}

async function finish(runId: string, directory: string, tallies: readonly Tally[]): Promise<never> {
  announce(await sweep(runId), 'left at the end');
  const total = sum(tallies);
  const good = total.failed === 0 && total.passed > 0;
  if (good) rmSync(directory, { recursive: true, force: true });
  else console.log(`\nLogs and files of this run: ${directory}`);
  if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((failure) => `  ✕ ${failure}`).join('\n')}`);
  if (total.passed === 0 && total.failed === 0) console.log('\nNo test ran, which is a failure.');
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(good ? 0 : 1);
}

function announce(leftovers: readonly Leftover[], where: string): void {
  for (const { pid, command } of leftovers) console.log(`   ended process ${pid}, ${where}: ${command}`);
}
