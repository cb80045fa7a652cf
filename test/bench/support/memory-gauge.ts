import { readFileSync } from 'node:fs';

import { WebSocket } from 'ws';

import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';

interface Reply {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
  readonly error?: { readonly message: string };
}

const MEGABYTE = 1024 * 1024;

/** What a Node process keeps, read through its own inspector, which it opens when it is asked to. */
export class MemoryGauge {
  private constructor(
    private readonly pid: number,
    private readonly socket: WebSocket,
  ) {}

  /** Settings of the environment with which the process is to be started, and the port that goes to `open`. */
  static async settings(): Promise<{ readonly port: number; readonly environment: { readonly NODE_OPTIONS: string } }> {
    const port = await freePort();
    return { port, environment: { NODE_OPTIONS: `--inspect-port=127.0.0.1:${String(port)}` } };
  }

  static async open(pid: number, port: number): Promise<MemoryGauge> {
    process.kill(pid, 'SIGUSR1');
    const target = await eventually(
      async () => {
        const [found] = (await (await fetch(`http://127.0.0.1:${String(port)}/json/list`)).json()) as { webSocketDebuggerUrl: string }[];
        return found?.webSocketDebuggerUrl;
      },
      { what: 'the inspector of the backend to be open' },
    );
    const socket = new WebSocket(target);
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new MemoryGauge(pid, socket);
  }

  /** Megabytes of objects that are in use, all others having been collected, and then those of the whole process. */
  async read(): Promise<{ readonly heap: number; readonly resident: number }> {
    await this.ask(1, 'HeapProfiler.collectGarbage');
    const { usedSize = Number.NaN } = await this.ask(2, 'Runtime.getHeapUsage');
    return { heap: usedSize / MEGABYTE, resident: residentMegabytes(this.pid) };
  }

  close(): void {
    this.socket.terminate();
  }

  private ask(id: number, method: string): Promise<NonNullable<Reply['result']>> {
    return new Promise((resolve, reject) => {
      const hear = (text: Buffer): void => {
        const reply = JSON.parse(text.toString()) as Reply;
        if (reply.id !== id) return;
        this.socket.off('message', hear).off('close', gone);
        if (reply.error === undefined) resolve(reply.result ?? {});
        else reject(new Error(`${method}: ${reply.error.message}`));
      };
      const gone = (): void => reject(new Error(`the backend went away during ${method}`));
      this.socket.on('message', hear).once('close', gone);
      this.socket.send(JSON.stringify({ id, method }));
    });
  }
}

/** Megabytes of a process that are in memory; NaN when it is gone. */
export function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}
