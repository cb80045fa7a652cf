import { spawn, type ChildProcess } from 'node:child_process';
import { builtProgram } from './built-program.js';
import { eventually } from './eventually.js';

/** The backend as its own process, started, killed and started again like an operator or a power cut would. */
export class Backend {
  private process: ChildProcess | null = null;
  private output = '';

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  get baseUrl(): string {
    return `http://127.0.0.1:${this.environment['HTTP_PORT'] ?? ''}`;
  }

  /** Of the process that runs; null when none does. */
  get pid(): number | null {
    return this.process?.pid ?? null;
  }

  /** Everything it printed since the first start, on both streams. */
  get printed(): string {
    return this.output;
  }

  /** Started and ready for calls; the promise tells how many milliseconds that took. */
  async start(withinMs = 60_000): Promise<number> {
    const began = performance.now();
    const child = this.spawn();
    const died = new Promise<never>((_resolve, reject) => {
      child.once('exit', (code) => {
        reject(new Error(`the backend ended with ${String(code)}:\n${this.output}`));
      });
    });
    died.catch(() => undefined);
    const ready = eventually(async () => (await fetch(`${this.baseUrl}/health/ready`)).status === 200, {
      what: 'the backend to be ready',
      withinMs,
      everyMs: 50,
    }).catch((fault: unknown) => {
      throw new Error(`${String(fault)}\n${this.output}`);
    });
    await Promise.race([ready, died]);
    return performance.now() - began;
  }

  /** Runs it until it ends by itself, as with a faulty configuration; answers its exit code. */
  async runToEnd(): Promise<number | null> {
    const child = this.spawn();
    // Not 'exit': what it said last may still be on its way.
    return new Promise((resolve) => child.once('close', resolve));
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to end; answers its exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process;
    this.process = null;
    if (child === null) return null;
    if (child.exitCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  private spawn(): ChildProcess {
    const { PATH, HOME, XDG_CACHE_HOME, GUICHET_CACHE_DIR, GUICHET_TEST_RUN, TMPDIR } = process.env;
    const inherited = Object.entries({ PATH, HOME, XDG_CACHE_HOME, GUICHET_CACHE_DIR, GUICHET_TEST_RUN, TMPDIR });
    const environment = Object.fromEntries(inherited.filter((entry): entry is [string, string] => entry[1] !== undefined));
    const child = spawn(process.execPath, ['--enable-source-maps', builtProgram()], {
      env: { ...environment, ...this.environment },
      cwd: this.environment['DATA_DIR'],
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.process = child;
    return child;
  }
}
