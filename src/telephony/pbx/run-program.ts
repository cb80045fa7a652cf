import { spawn } from 'node:child_process';

export interface ProgramOutput {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  timeoutMs?: number;
  /** Receives each line that the program writes to its file descriptor 3. */
  onStatusLine?: (line: string) => void;
}

/** What a program printed and how it ended. Rejects only when it cannot be started; a non-zero code is a value. */
export async function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramOutput> {
  return await new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: options.env,
      cwd: options.cwd,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe', options.onStatusLine ? 'pipe' : 'ignore'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const status = child.stdio[3];
    if (options.onStatusLine && status && 'setEncoding' in status) forEachLine(status, options.onStatusLine);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 128, stdout, stderr: signal ? `${stderr}\n(ended by ${signal})` : stderr });
    });
  });
}

function forEachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}
