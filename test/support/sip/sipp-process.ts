import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freeUdpPort, LOOPBACK } from './udp-socket.js';

/** How to run a program: the tests' SIPp is started through the loader of its own Debian tree. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** How a SIPp process ended. Code 0: every call followed the scenario; 1: one did not; `null`: killed. */
export interface SippExit {
  readonly code: number | null;
  /** What it printed as an error, and what it traced as one. */
  readonly errors: string;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A SIPp process with a scenario of its own, in a directory of its own that goes when it ends. */
export class SippProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** The UDP port it was told to bind. */
    readonly port: number,
    readonly directory: string,
    readonly exited: Promise<SippExit>,
  ) {}

  /**
   * `remotePort` is a port of the loopback, usually a relay's. The process ends by itself after `lifetimeSeconds` even when the test
   * died without closing it. `files` are written into its directory before the start.
   */
  static async start(options: {
    sipp: Command;
    scenario: string;
    remotePort: number;
    args?: readonly string[];
    files?: Readonly<Record<string, string>>;
    lifetimeSeconds?: number;
    /** The UDP port to bind; one that is free unless told. */
    port?: number;
  }): Promise<SippProcess> {
    const { sipp, scenario, remotePort, args = [], files = {}, lifetimeSeconds = 600 } = options;
    const directory = await mkdtemp(join(tmpdir(), 'guichet-sipp-'));
    await Promise.all(Object.entries({ ...files, 'scenario.xml': scenario }).map(([name, text]) => writeFile(join(directory, name), text)));
    const port = options.port ?? (await freeUdpPort());
    const loopback = ['-i', LOOPBACK, '-bind_local', '-p', `${port}`, '-mi', LOOPBACK, '-ci', LOOPBACK];
    const behaviour = [
      '-nostdin',
      '-timeout',
      `${lifetimeSeconds}s`,
      '-default_behaviors',
      'all,-abortunexp',
      '-trace_err',
      '-error_file',
      'errors.log',
    ];
    const all = [...sipp.args, `${LOOPBACK}:${remotePort}`, '-sf', 'scenario.xml', ...loopback, ...behaviour, ...args];
    const child = spawn(sipp.file, all, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TERM: 'dumb' } });
    running.add(child);
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-4_000)));
    const exited = new Promise<SippExit>((resolve) => {
      const end = async (code: number | null, problem = ''): Promise<void> => {
        running.delete(child);
        const traced = await readFile(join(directory, 'errors.log'), 'utf8').catch(() => '');
        resolve({ code, errors: [problem, errors, traced.slice(-4_000)].filter(Boolean).join('\n') });
      };
      child.once('error', (error) => void end(null, error.message));
      child.once('close', (code) => void end(code));
    });
    return new SippProcess(child, port, directory, exited);
  }

  /** What SIPp wrote into a file of its directory, empty when it wrote none. */
  async read(name: string): Promise<string> {
    return readFile(join(this.directory, name), 'utf8').catch(() => '');
  }

  /** The file whose name matches: SIPp puts its process id into some. */
  async readLike(name: RegExp): Promise<string> {
    const found = (await readdir(this.directory)).find((file) => name.test(file));
    return found === undefined ? '' : this.read(found);
  }

  /** Ends the process at once, calls and all, and removes its directory. */
  async stop(): Promise<SippExit> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    const exit = await this.exited;
    await rm(this.directory, { recursive: true, force: true });
    return exit;
  }
}
