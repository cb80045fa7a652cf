import { writeFileSync } from 'node:fs';
import { pbxLayout } from './pbx-layout.js';
import { channelCount, cli, runningPid, stopProcess } from './pbx-process.js';

export type PbxStatus =
  | { running: false }
  /** `channels` is null when Asterisk runs but its console does not answer. */
  | { running: true; pid: number; channels: number | null; uptime: string };

/** Whether the embedded PBX of this data directory runs, and how busy it is. */
export async function pbxStatus(dataDir: string): Promise<PbxStatus> {
  const layout = pbxLayout(dataDir);
  const pid = runningPid(layout);
  if (pid === null) return { running: false };
  const uptime = /^System uptime: (.*)$/m.exec(await cli(layout, 'core show uptime'))?.[1] ?? '';
  return { running: true, pid, channels: await channelCount(layout), uptime };
}

/**
 * Ends the embedded PBX of this data directory and every call on it, until the next start of Guichet: one that runs leaves it stopped.
 * False when it was not running.
 */
export async function stopPbx(dataDir: string): Promise<boolean> {
  const layout = pbxLayout(dataDir);
  if (runningPid(layout) === null) return false;
  writeFileSync(layout.stopped, '', { mode: 0o600 });
  return await stopProcess(layout);
}
