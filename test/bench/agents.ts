import { parseArgs } from 'node:util';

import { Shift } from '../support/shift.js';
import { WireLab } from '../support/wire-lab.js';
import { keep, table } from './support/figures.js';
import { privately } from './support/private-run.js';

/**
 * A shift of `--agents` (50), each with a registered phone and a program of their own, for `--minutes` (10): they take calls, pause, hold, consult
 * and send callers on as the lots of `--seed` (1) say. Prints the endings, what was asked and what came of it, and the memory of the
 * backend after each tenth. Exit code 1 when anything was wrong, somebody was stuck, or something was left on the PBX.
 */
export async function run(args: string[]): Promise<void> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { agents: option, minutes: option, seed: option, 'calls-per-second': option } });
  const agents = Number(values.agents ?? 50);
  const minutes = Number(values.minutes ?? 10);
  const callsPerSecond = Number(values['calls-per-second'] ?? 2);
  const seed = Number(values.seed ?? 1);
  const plan = { agents, callsPerSecond, seed, calls: Math.round(minutes * 60 * callsPerSecond) };
  const outcome = await privately(() => shift(plan));
  const { calls, endings, asked, memory, wrong } = outcome;
  const ended = Object.values(endings).reduce((sum, count) => sum + count, 0);
  console.log(`\n${agents} agents, ${calls} callers at ${callsPerSecond} a second, seed ${seed}: ${ended} endings\n`);
  console.log(table(['ending', 'calls'], rowsOf(endings)));
  console.log(`\n${table(['asked, and the answer', 'times'], rowsOf(asked))}`);
  console.log(`\nmemory of the backend after each tenth, MB: ${memory.map((megabytes) => megabytes.toFixed(0)).join(' ')}`);
  keep('agents', { ...plan, ...outcome });
  const faults = [...wrong, ...(ended === calls ? [] : [`${calls} callers and ${ended} endings`])];
  for (const fault of faults) console.error(`WRONG: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

async function shift(plan: ConstructorParameters<typeof Shift>[1]): ReturnType<Shift['run']> {
  const lab = await WireLab.start({ LOG_LEVEL: 'warn' });
  try {
    return await new Shift(lab, plan).run();
  } finally {
    await lab.clear();
    await lab.stop();
  }
}

function rowsOf(counts: Readonly<Record<string, number>>): string[][] {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => [what, String(count)]);
}
