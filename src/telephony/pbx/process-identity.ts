import { readFileSync } from 'node:fs';

/**
 * `<pid> <start time>` of a live process, or null when there is none. The start time (clock ticks since boot, field 22 of
 * /proc/<pid>/stat) tells a process from a later one that was given the same number.
 */
export function processIdentity(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field is the program's name in brackets, and may itself contain spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTime = fields[19];
  // A zombie has ended: only its parent has not looked yet.
  return state === 'Z' || state === 'X' || startTime === undefined ? null : `${String(pid)} ${startTime}`;
}

/** Whether the process that gave this identity is still alive. */
export function isSameProcess(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && processIdentity(pid) === identity;
}

/** The arguments a live process was started with; empty when it is gone or belongs to the kernel. */
export function processArguments(pid: number): string[] {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .split('\0')
      .slice(0, -1);
  } catch {
    return [];
  }
}
