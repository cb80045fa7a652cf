import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Backend } from './backend.js';
import { builtProgram } from './built-program.js';
import { freePort } from './free-port.js';

type Environment = Readonly<Record<string, string>>;

/** Longer than any reason to give up takes. */
const FAIL_WITHIN_MS = 40_000;

/** How a start ended that was not meant to succeed. */
export interface FailedStart {
  readonly code: number | null;
  readonly printed: string;
  readonly afterMs: number;
}

/** A place for Guichet on this machine: an empty data directory and ports of its own, with nothing running yet. */
export class Installation {
  private constructor(
    readonly directory: string,
    readonly environment: Environment,
  ) {}

  static async make(more: Environment = {}): Promise<Installation> {
    const directory = mkdtempSync(join(tmpdir(), 'guichet-place-'));
    const [http, sip, ari, rtp] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const first = Math.min(rtp, 64_000);
    return new Installation(directory, {
      DATA_DIR: directory,
      HTTP_PORT: String(http),
      PBX_SIP_PORT: String(sip),
      PBX_ARI_PORT: String(ari),
      PBX_RTP_PORTS: `${first}-${first + 999}`,
      DEMO: '0',
      ...more,
    });
  }

  backend(more: Environment = {}): Backend {
    return new Backend({ ...this.environment, ...more });
  }

  /** Starts a Guichet that ends by itself; one that does not is killed, and has no exit code. */
  async failToStart(more: Environment = {}): Promise<FailedStart> {
    const backend = this.backend(more);
    const began = performance.now();
    const impatience = setTimeout(() => void backend.kill(), FAIL_WITHIN_MS);
    const code = await backend.runToEnd();
    clearTimeout(impatience);
    return { code, printed: backend.printed, afterMs: performance.now() - began };
  }

  /** Whether a PBX was started here and left behind. */
  get hasPbx(): boolean {
    return existsSync(join(this.directory, 'pbx', 'asterisk.pid'));
  }

  /** Ends the PBX and removes everything. */
  async remove(): Promise<void> {
    await promisify(execFile)(process.execPath, [builtProgram('wiring/pbx-command.js'), 'stop'], {
      env: { ...process.env, ...this.environment },
    });
    rmSync(this.directory, { recursive: true, force: true });
  }
}
