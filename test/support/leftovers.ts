import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

/** Every process started under a test run carries this variable, inherited by whatever it starts, detached servers included. */
export const RUN_VARIABLE = 'GUICHET_TEST_RUN';

/** A process that a test run started and nobody ended. */
export interface Leftover {
  readonly pid: number;
  readonly command: string;
}

/** A name for this run that tells, after our death, whether we are still there. */
export function newRunId(): string {
  return `${process.pid}-${randomBytes(6).toString('hex')}`;
}

/** Ends what this run's tests left behind, however they ended: SIGTERM, then SIGKILL after `graceMs`. Returns what it found. */
export async function sweep(runId: string, graceMs = 2_000): Promise<Leftover[]> {
  return end((owner) => owner === runId, graceMs);
}

/** Ends what earlier runs left whose runner is dead (`kill -9`, a lost terminal). Runs that are still going are not touched. */
export async function sweepDeadRuns(graceMs = 2_000): Promise<Leftover[]> {
  return end((owner) => !isAlive(Number.parseInt(owner, 10)), graceMs);
}

async function end(isOurs: (owner: string) => boolean, graceMs: number): Promise<Leftover[]> {
  const found = find(isOurs);
  for (const { pid } of found) signal(pid, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (find(isOurs).length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const { pid } of find(isOurs)) signal(pid, 'SIGKILL');
  return found;
}

function find(isOurs: (owner: string) => boolean): Leftover[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).flatMap((pid) => {
    if (pid === process.pid) return [];
    const owner = ownerOf(pid);
    return owner !== undefined && isOurs(owner) ? [{ pid, command: commandOf(pid) }] : [];
  });
}

/** The run that a process belongs to; `undefined` for strangers, for zombies, and for processes that are not ours to read. */
function ownerOf(pid: number): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const marker = environment.find((entry) => entry.startsWith(`${RUN_VARIABLE}=`));
    // Pids of another container mean something else there: its runs are its own affair.
    if (marker === undefined || readlinkSync(`/proc/${pid}/ns/pid`) !== readlinkSync('/proc/self/ns/pid')) return undefined;
    return marker.slice(RUN_VARIABLE.length + 1);
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 160);
  } catch {
    return '(gone)';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile, which is what was wanted.
  }
}
