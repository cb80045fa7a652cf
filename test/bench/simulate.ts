import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { compiledCopy } from './support/compiled-copy.js';

/**
 * How fast days are simulated, compiled as the build compiles production: the loader that runs the other benches names every closure as it
 * is made, which is a fifth of a simulated day. See `simulate/days.ts` for what is measured.
 */
export async function run(args: string[]): Promise<void> {
  const folder = compiledCopy();
  try {
    const days = spawn(process.execPath, [join(folder, 'test/bench/simulate/days.js'), ...args], { stdio: 'inherit' });
    const [code] = (await once(days, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the simulated days ended with exit code ${String(code)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
