import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PbxStartFailure } from './pbx-settings.js';

/** Where the embedded PBX of one data directory keeps its files; every path is absolute. */
export interface PbxLayout {
  root: string;
  etc: string;
  /** Holds the control socket; outside the data directory when that one's path is too long for a socket. */
  run: string;
  log: string;
  spool: string;
  /** Asterisk's database: registrations and the agents' phones live there. */
  state: string;
  share: string;
  recordings: string;
  pidFile: string;
  /** Starts this Asterisk, or talks to it with -r; also what `core restart` runs. */
  program: string;
  secrets: string;
  applied: string;
  /** Names of configuration files that the running PBX has not taken in yet. */
  unapplied: string;
  /** There while the PBX is stopped because somebody said so. */
  stopped: string;
  lock: string;
}

/** A Unix socket's path has 108 bytes with its closing zero. */
const SOCKET_PATH_BYTES = 107;

export function pbxLayout(dataDir: string): PbxLayout {
  const root = join(resolve(dataDir), 'pbx');
  return {
    root,
    etc: join(root, 'etc'),
    run: runDirectory(root),
    log: join(root, 'log'),
    spool: join(root, 'spool'),
    state: join(root, 'lib'),
    share: join(root, 'share'),
    recordings: join(root, 'spool/recording'),
    pidFile: join(root, 'asterisk.pid'),
    program: join(root, 'asterisk'),
    secrets: join(root, 'secrets.json'),
    applied: join(root, 'applied.json'),
    unapplied: join(root, 'unapplied.json'),
    stopped: join(root, 'stopped-on-purpose'),
    lock: join(root, 'start.lock'),
  };
}

function runDirectory(root: string): string {
  const run = join(root, 'run');
  if (Buffer.byteLength(join(run, 'asterisk.ctl')) <= SOCKET_PATH_BYTES) return run;
  return join(tmpdir(), `guichet-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
}

/** Makes the directories; only this user may enter those that hold secrets or the control socket. */
export function makeDirectories(layout: PbxLayout): void {
  for (const path of [layout.root, layout.etc, layout.run, layout.log, layout.spool, layout.state, layout.share, layout.recordings])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  // The system's temporary directory is everybody's: whoever owns the socket's directory commands the PBX.
  const run = lstatSync(layout.run);
  if (!run.isDirectory() || run.uid !== process.getuid?.())
    throw new PbxStartFailure(
      `${layout.run} belongs to somebody else, and the PBX's control socket must go there. Shorten the path of DATA_DIR.`,
    );
  for (const path of [layout.run, layout.etc]) chmodSync(path, 0o700);
}
