import { readdirSync, readFileSync } from 'node:fs';

import { eventually } from '../../support/eventually.js';

/** `/proc` counts processor time in these, whatever the kernel's own tick. */
const TICK_MS = 10;
const LOOK_MS = 1_000;

/** Milliseconds of processor time that a process has used so far, threads that have ended included; null when it is gone. */
export function usedMs(pid: number): number | null {
  const stat = read(`/proc/${String(pid)}/stat`);
  if (stat === null) return null;
  // The name, second field, may hold anything in its parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The process that was started with this argument. */
export function processWith(argument: string): number | null {
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`)?.split('\0').includes(argument));
  return found === undefined ? null : Number(found);
}

/** How much of the machine nobody used during a second, 0 to 1. Well below 1, others are at work and will be in the figures. */
export async function idleShare(): Promise<number> {
  const [before, until] = [machine(), performance.now() + LOOK_MS];
  await eventually(() => performance.now() > until, { what: 'a second to pass', withinMs: 10 * LOOK_MS });
  const after = machine();
  return (after.idle - before.idle) / Math.max(1, after.all - before.all);
}

function machine(): { idle: number; all: number } {
  const fields = (read('/proc/stat')?.split('\n')[0] ?? '').split(/\s+/).slice(1, 9).map(Number);
  return { idle: (fields[3] ?? 0) + (fields[4] ?? 0), all: fields.reduce((sum, field) => sum + field, 0) };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
