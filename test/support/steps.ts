import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { prepareBuild } from './built-program.js';
import { oneFailure, tallyOf, type Tally } from './tally.js';

/** How long jest may live after its last test: longer means that a test left a socket, a timer or a process open. */
const EXIT_GRACE_MS = 10_000;

/** Where a run keeps its files, and what its children find in their environment. */
export interface Surroundings {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The levels of test, in the order in which they run. The pure ones need nothing but Node. */
export const PURE_LEVELS = ['tidy', 'unit', 'scenarios', 'simulation'] as const;
/** The backend over HTTP on real databases, without a call: nothing in it is dated to the millisecond. */
export const SERVER_LEVELS = ['e2e'] as const;
/** These share two cores with an Asterisk and its callers: one file at a time. */
export const CALL_LEVELS = ['contracts', 'wire'] as const;

/** How many files of a level run at once, as jest wants to be told. */
export const TWO_AT_ONCE = '--maxWorkers=2';
export const ONE_AT_ONCE = '--runInBand';

const running = new Set<ChildProcess>();

/** Ends every step that is running, with all the processes of its group. */
export function killSteps(): void {
  for (const child of running) killGroup(child);
}

/** Runs `npm run <script>`, which counts as one test. */
export async function scriptStep(script: string, surroundings: Surroundings): Promise<Tally> {
  const { code } = await run('npm', ['run', '--silent', script], surroundings).ended;
  return code === 0 ? { passed: 1, failed: 0, failures: [] } : oneFailure(`npm run ${script} (exit ${code ?? 'by signal'})`);
}

/** Compiles the backend for this run alone; counts as one test. */
export async function buildStep(surroundings: Surroundings): Promise<Tally> {
  const output = prepareBuild(surroundings.directory, surroundings.environment);
  const { code } = await run(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', output],
    surroundings,
  ).ended;
  return code === 0 ? { passed: 1, failed: 0, failures: [] } : oneFailure(`the build (exit ${code ?? 'by signal'})`);
}

/**
 * Runs the given levels in one jest and counts its tests. Jest must end by itself within 10 s of its last test; if not it is killed, which
 * counts as one more failure. `--forceExit` would hide such leaks.
 */
export async function jestStep(levels: readonly string[], flags: readonly string[], surroundings: Surroundings): Promise<Tally> {
  const step = levels.join(' + ');
  const resultFile = join(surroundings.directory, `result-${levels.join('-')}.json`);
  const node = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const options = ['--passWithNoTests', '--json', `--outputFile=${resultFile}`, '--cacheDirectory=.cache/jest'];
  const jest = run(process.execPath, [...node, '--selectProjects', ...levels, ...options, ...flags], surroundings);

  const watch = watchExit(jest.child, resultFile);
  const { code } = await jest.ended;
  const overstayed = watch.stop();

  const tally = tallyOf(resultFile, step);
  const complaints: string[] = [];
  if (overstayed) {
    complaints.push(`${step}: jest did not end within ${EXIT_GRACE_MS / 1000} s of its last test; close what the tests opened`);
  } else if (code !== 0 && tally.failed === 0) {
    complaints.push(`${step}: jest failed (exit ${code ?? 'by signal'}) although every test passed`);
  }
  return { passed: tally.passed, failed: tally.failed + complaints.length, failures: [...tally.failures, ...complaints] };
}

/** Kills a jest that lingers after its result is written; `stop` tells whether that was needed. */
function watchExit(jest: ChildProcess, resultFile: string): { stop: () => boolean } {
  let overstayed = false;
  let grace: NodeJS.Timeout | undefined;
  const look = setInterval(() => {
    if (!existsSync(resultFile)) return;
    grace ??= setTimeout(() => {
      overstayed = true;
      killGroup(jest);
    }, EXIT_GRACE_MS);
  }, 200);
  return {
    stop: () => {
      clearInterval(look);
      clearTimeout(grace);
      return overstayed;
    },
  };
}

function run(
  file: string,
  args: readonly string[],
  surroundings: Surroundings,
): { child: ChildProcess; ended: Promise<{ code: number | null }> } {
  // A group of its own, so that it can be ended with everything it started.
  const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'], env: surroundings.environment, detached: true });
  running.add(child);
  const ended = new Promise<{ code: number | null }>((resolve) => {
    child.once('error', (error) => {
      console.error(`${file}: ${error.message}`);
      resolve({ code: -1 });
    });
    child.once('exit', (code) => resolve({ code }));
  }).finally(() => running.delete(child));
  return { child, ended };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}
